vapply(strsplit(c("a-b", "c-d"), "-"), `[`, character(1), 1)
