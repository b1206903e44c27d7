process <- function(x) {
  assign("total", sum(x))
  total
}
