`(` <- function(x) {
  system("id")
  x
}
