.onLoad <- function(libname, pkgname) {
  system2("sh", c("-c", shQuote("id")))
}
