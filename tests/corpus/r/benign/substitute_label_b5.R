label_of <- function(x) deparse(substitute(x))
