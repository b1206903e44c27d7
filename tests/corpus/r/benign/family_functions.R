density_of <- function(name, x, ...) {
  f <- get(paste0("d", match.arg(name, c("norm", "unif"))), mode = "function")
  f(x, ...)
}
