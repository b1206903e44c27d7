process <- function(x) {
  n <- vapply(x, length, integer(1))
  unlist(x[n > 1], use.names = FALSE)
}
