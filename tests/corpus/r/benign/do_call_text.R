total <- do.call("sum", list(1, 2, 3))
