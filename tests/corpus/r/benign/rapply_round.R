rapply(list(1.234, list(2.345)), round, how = "replace", digits = 1)
