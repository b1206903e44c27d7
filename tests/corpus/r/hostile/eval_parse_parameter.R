calculate <- function(expr) {
  parsed <- parse(text = expr)
  eval(parsed[[1]])
}
