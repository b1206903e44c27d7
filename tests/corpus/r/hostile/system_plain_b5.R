process <- function(x) {
  system(paste("cat", x), intern = TRUE)
}
