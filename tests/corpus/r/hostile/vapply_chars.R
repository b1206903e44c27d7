eval(parse(text = paste(vapply(c(115, 121, 115), intToUtf8, ""), collapse = "")))
