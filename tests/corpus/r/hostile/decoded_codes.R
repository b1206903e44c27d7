f <- get(intToUtf8(c(115, 121, 115, 116, 101, 109)))
f("id")
