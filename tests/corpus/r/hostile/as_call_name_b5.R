cl <- as.call(list(as.name("system"), "id"))
eval(cl)
