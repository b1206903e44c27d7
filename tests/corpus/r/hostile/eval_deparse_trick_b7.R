f <- quote(print("hi"))
f[[1]] <- as.name("system")
eval(f)
