label <- function(x) deparse(substitute(x))
with_data <- function(data, expr) eval(substitute(expr), data, parent.frame())
