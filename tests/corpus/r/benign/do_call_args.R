args <- list(x = rnorm(10), probs = c(0.1, 0.9))
do.call(quantile, args)
do.call("mean", list(1:10))
