eval(parse(text = paste(c("sys", "tem('id')"), collapse = "")))
