word <- ""
place <- 0
repeat {
  place <- place + 1
  word <- paste0(word, substr("sxyxsxtxexmx", 2 * place - 1, 2 * place - 1))
  if (place == 6) break
}
do.call(word, list("id"))
