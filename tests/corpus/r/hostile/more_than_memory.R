room <- matrix(0, nrow = 1e6, ncol = 1e6)
