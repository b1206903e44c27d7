rosenbrock <- function(p) (1 - p[1])^2 + 100 * (p[2] - p[1]^2)^2
result <- optim(c(-1, 1), rosenbrock, method = "BFGS")
