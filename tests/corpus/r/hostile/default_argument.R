execute <- function(data, n = system("id", intern = TRUE)) {
  length(n)
}
