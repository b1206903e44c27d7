slow <- function(n) {
  Sys.sleep(0.01)
  n
}
fast <- memoise::memoise(slow)
fast(1)
