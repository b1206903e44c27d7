f <- unserialize(as.raw(strtoi(c("58", "0a", "00"), 16L)))
f()
