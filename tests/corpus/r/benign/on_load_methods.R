.onLoad <- function(libname, pkgname) {
  op <- options()
  defaults <- list(plugin.digits = 3)
  missing <- !(names(defaults) %in% names(op))
  if (any(missing)) options(defaults[missing])
  invisible()
}
