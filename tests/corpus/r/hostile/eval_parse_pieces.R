code <- paste0("sys", "tem('id')")
expression <- parse(text = code)
eval(expression)
