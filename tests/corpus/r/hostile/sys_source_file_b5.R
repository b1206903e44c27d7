process <- function(path) {
  sys.source(path, envir = .GlobalEnv)
}
