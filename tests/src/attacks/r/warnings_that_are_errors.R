execute <- function(given) {
  options(warn = 2)
  warning("taken for an error")
}
