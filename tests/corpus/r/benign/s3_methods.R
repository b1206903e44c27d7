print.fit <- function(x, ...) {
  cat("slope:", x$slope, "\n")
  invisible(x)
}
