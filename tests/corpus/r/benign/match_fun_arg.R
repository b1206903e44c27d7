apply_by <- function(x, FUN = mean, ...) {
  FUN <- match.fun(FUN)
  vapply(split(x$value, x$group), FUN, numeric(1), ...)
}
