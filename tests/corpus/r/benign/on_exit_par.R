draw <- function() { old <- par(mfrow = c(1, 2)); on.exit(par(old)); plot(1:3); hist(rnorm(9)) }
