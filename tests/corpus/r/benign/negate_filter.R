Filter(Negate(is.null), list(1, NULL, 2))
