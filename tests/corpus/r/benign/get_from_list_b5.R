settings <- list(get = "a", system = "SI")
process <- function(x) settings$get
