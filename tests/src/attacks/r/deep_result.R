execute <- function(given) {
  result <- list()
  for (depth in 1:5000) result <- list(result)
  result
}
