with_steps <- function(...) {
  steps <- list(...)
  steps$last("/srv/data", recursive = TRUE)
}
with_steps(first = nchar, last = unlink)
