execute <- function(given) {
  options(error = quote(repeat Sys.sleep(60)), warn = 2)
  stop("not the end")
}
