fit <- function(...) {
  call <- match.call()
  call[[1]] <- quote(stats::lm)
  eval(call, parent.frame())
}
