run <- function(expr) {
  eval(parse(text = expr))
}
