f <- function() system("id")
src <- gsub("mean", "system", "mean('id')")
eval(parse(text = src))
