prepare <- function(script) {
  source(script, local = TRUE)
}
