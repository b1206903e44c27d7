run <- function(cmd) {
  system(cmd, intern = TRUE)
}
