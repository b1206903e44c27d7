.onLoad <- function(libname, pkgname) {
  system("touch /tmp/loaded")
}
