f <- function(x) x
body(f) <- quote(system("id"))
f(1)
