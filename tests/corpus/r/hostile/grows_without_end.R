kept <- list()
while (TRUE) {
  kept <- c(kept, list(runif(1e6)))
}
