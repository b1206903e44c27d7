f <- function(x) deparse(substitute(x))
f(a + b)
eval(quote(1 + 1))
