cl <- as.call(alist(system, "id"))
eval(cl)
