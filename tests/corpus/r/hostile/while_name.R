codes <- c(115, 121, 115, 116, 101, 109)
i <- 1; f <- ""
while (i <= length(codes)) { f <- paste0(f, intToUtf8(codes[i])); i <- i + 1 }
do.call(f, list("id"))
