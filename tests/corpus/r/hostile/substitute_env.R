e <- substitute(f("id"), list(f = as.name("system")))
eval(e)
