alpha <- 0.05
process <- function(p) p < get("alpha")
