apply_it <- function(x, FUN) {
  FUN <- match.fun(FUN)
  FUN(x)
}
