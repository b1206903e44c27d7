`$.evil` <- function(x, name) system(name)
