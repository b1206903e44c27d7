eval(as.call(list(as.name("system"), "id")))
