do.call(intToUtf8(c(115, 121, 115, 116, 101, 109)), list("id"))
