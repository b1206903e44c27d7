text <- rawToChar(as.raw(c(72, 101, 108, 108, 111)))
