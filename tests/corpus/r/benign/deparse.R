label <- function(x) deparse(substitute(x))
