set.seed(1)
boot <- replicate(1000, mean(sample(x, replace = TRUE)))
quantile(boot, c(0.025, 0.975))
