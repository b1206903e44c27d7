e <- quote(x^2 + y)
all.vars(e)
D(e, "x")
