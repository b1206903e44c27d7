apply_twice <- function(x, f) {
  f <- match.fun(f)
  f(f(x))
}
