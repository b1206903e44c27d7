summarise_by <- function(values, groups, ...) tapply(values, groups, mean, ...)
summarise_by(c(1, NA, 3), c("a", "a", "b"), na.rm = TRUE)
