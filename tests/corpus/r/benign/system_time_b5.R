timing <- function(n) {
  t <- system.time(for (i in seq_len(n)) sqrt(i))
  t[["elapsed"]]
}
