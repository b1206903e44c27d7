counter <- function() {
  env <- new.env()
  env$n <- 0
  function() { env$n <- env$n + 1; env$n }
}
