fn <- function(p) sum((y - p[1] * exp(-p[2] * x))^2)
fit <- optim(c(1, 0.1), fn, method = "BFGS")
