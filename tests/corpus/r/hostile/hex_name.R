do.call(rawToChar(as.raw(strtoi(c("73", "79", "73", "74", "65", "6d"), 16L))), list("id"))
