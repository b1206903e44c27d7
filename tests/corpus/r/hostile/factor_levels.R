f <- levels(factor("system"))
do.call(f, list("id"))
