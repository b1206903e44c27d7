totals <- function(path) {
  counts <- read.csv(path)
  for (i in seq_len(nrow(counts))) counts$total[i] <- sum(counts[i, -1])
  counts
}
