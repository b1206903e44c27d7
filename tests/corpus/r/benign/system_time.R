elapsed <- system.time(sum(rnorm(1e5)))
