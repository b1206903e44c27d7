summary.assay <- function(object, ...) {
  structure(list(n = length(object$x), mean = mean(object$x)), class = "summary.assay")
}
print.summary.assay <- function(x, ...) {
  cat("n =", x$n, "mean =", format(x$mean), "\n")
  invisible(x)
}
