process <- function(path) {
  load(path, envir = globalenv())
  compute(data)
}
