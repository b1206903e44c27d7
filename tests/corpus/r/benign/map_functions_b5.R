stats <- list(mean = mean, sd = sd, median = median)
process <- function(x) Map(function(f) f(x), stats)
