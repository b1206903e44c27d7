cache <- new.env(parent = emptyenv())
memo <- function(key, value) {
  if (!is.null(cache[[key]])) return(cache[[key]])
  assign(key, value, envir = cache)
  get(key, envir = cache)
}
