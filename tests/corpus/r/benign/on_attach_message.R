.onAttach <- function(libname, pkgname) packageStartupMessage("ready")
