nm <- rawToChar(as.raw(strtoi(substring("73797374656d", seq(1, 11, 2), seq(2, 12, 2)), 16)))
get(nm)("id")
