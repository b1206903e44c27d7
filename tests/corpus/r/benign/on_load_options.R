.onLoad <- function(libname, pkgname) {
  op <- options()
  if (is.null(op$digits)) options(digits = 7)
  invisible()
}
