hex <- c("73", "79", "73", "74", "65", "6d")
f <- rawToChar(as.raw(strtoi(hex, 16L)))
get(f, envir = baseenv())("id")
