e <- quote(a + b)
eval(e, list(a = 1, b = 2))
