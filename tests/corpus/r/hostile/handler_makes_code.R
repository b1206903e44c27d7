code <- tryCatch(message("system('id')"), message = function(m) parse(text = conditionMessage(m)))
eval(code)
