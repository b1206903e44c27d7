execute <- function(given) {
  kept <- list()
  repeat kept[[length(kept) + 1]] <- numeric(2^20) + 1
}
