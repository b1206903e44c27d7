unzip(commandArgs(TRUE)[1], exdir = "/usr/local/lib/R")
