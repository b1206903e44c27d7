model.frame(y ~ system("id"), data = list(y = 1))
