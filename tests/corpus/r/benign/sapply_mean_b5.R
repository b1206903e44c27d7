process <- function(x) sapply(x, mean, na.rm = TRUE)
