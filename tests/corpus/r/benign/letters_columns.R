setNames(as.list(1:3), letters[1:3])
