source(exprs = expression(system("id")))
