e <- expression(a + b, system("id"))
eval(e[[2]])
