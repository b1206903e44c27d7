x <- 1
while (abs(x^2 - 2) > 1e-8) x <- x - (x^2 - 2) / (2 * x)
