f <- function(x) x + 1
body(f)
formals(f)$x <- 2
deparse(body(f))
