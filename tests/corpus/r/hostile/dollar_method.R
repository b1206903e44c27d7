`$.thing` <- function(x, name) system(name)
