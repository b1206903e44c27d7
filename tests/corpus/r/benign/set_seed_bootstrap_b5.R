set.seed(42)
boot_mean <- replicate(200, mean(sample(mtcars$mpg, replace = TRUE)))
quantile(boot_mean, c(0.025, 0.975))
