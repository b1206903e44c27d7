# What authors of plugins use, from the same file that plugins get.

.onLoad <- function(libname, pkgname) {
  file <- file.path(libname, pkgname, "sdk", "omniplug_sdk.R")
  delayedAssign("omniplug_sdk", load_sdk(file), environment(), topenv())
}

load_sdk <- function(file) {
  made <- new.env(parent = globalenv())
  sys.source(file, made)
  made$omniplug_sdk
}
