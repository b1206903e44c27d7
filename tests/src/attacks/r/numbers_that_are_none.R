execute <- function(given) list(nan = NaN, infinite = c(Inf, -Inf), missing = NA_real_, one = 1)
