execute <- function(given) {
  cat("\xff\xfe not text\n")
  list(text = "a\xffb")
}
