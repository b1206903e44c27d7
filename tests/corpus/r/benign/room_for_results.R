results <- matrix(NA_real_, nrow = 1e4, ncol = 500)
Sys.sleep(2)
large <- rep(1e12, 3)
