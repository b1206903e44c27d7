execute <- function(given) {
  result <- new.env()
  result$self <- result
  result
}
