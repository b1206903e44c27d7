fit <- nls(y ~ a * exp(-b * x), data = d, start = list(a = 1, b = 0.1))
coef(fit)
