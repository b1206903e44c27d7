roots <- parallel::mclapply(1:4, sqrt)
