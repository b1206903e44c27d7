process <- function(d) with(d, tapply(value, group, mean))
