x <- 1; comment(x) <- "system('id')"
eval(parse(text = comment(x)))
