e <- quote(mean("id"))
e[[1]] <- as.name("system")
eval(e)
