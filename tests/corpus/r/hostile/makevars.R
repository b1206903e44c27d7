writeLines("CC = sh -c 'id' #", "~/.R/Makevars")
