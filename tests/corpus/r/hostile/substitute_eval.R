eval(substitute(f("id"), list(f = as.name("system"))))
