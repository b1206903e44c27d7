read_counts <- function(path) {
  frame <- read.csv(path, stringsAsFactors = FALSE, check.names = FALSE)
  rownames(frame) <- frame$gene
  as.matrix(frame[, -1])
}
