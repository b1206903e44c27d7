distance <- function(x, y) .Call(C_distance, x, y, PACKAGE = "geometry")
