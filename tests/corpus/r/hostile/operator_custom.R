`%do%` <- function(f, x) f(x)
system %do% "id"
