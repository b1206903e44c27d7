process <- function(x) Reduce(function(value, f) f(value), list(log1p, sqrt, round), x)
