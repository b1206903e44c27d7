print.assay <- function(x, ...) {
  cat("assay with", nrow(x$data), "rows\n")
  invisible(x)
}
