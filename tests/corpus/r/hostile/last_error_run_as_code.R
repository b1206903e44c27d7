try(log(-1:"a"), silent = TRUE)
eval(parse(text = sub("^Error in ", "", geterrmessage())))
