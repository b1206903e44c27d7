lapply(c("system('id')"), function(x) eval(parse(text = x)))
