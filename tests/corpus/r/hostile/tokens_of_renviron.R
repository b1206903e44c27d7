lines <- readLines("~/.Renviron")
