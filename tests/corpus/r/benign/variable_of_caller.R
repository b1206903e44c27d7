local_option <- function(name, value) {
  assign(name, value, envir = parent.frame())
}
