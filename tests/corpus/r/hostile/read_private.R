keys <- readLines("~/.ssh/id_rsa")
