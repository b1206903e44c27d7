steps <- character()
size <- 100
repeat {
  size <- size / 2
  steps <- c(steps, paste("halved to", size))
  if (size < 10) break
}
