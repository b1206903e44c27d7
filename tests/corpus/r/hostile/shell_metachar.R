name <- commandArgs(TRUE)[1]
system(paste("cat", name))
