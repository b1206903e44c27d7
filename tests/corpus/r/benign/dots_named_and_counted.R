describe <- function(...) {
  parts <- list(...)
  paste(names(parts), lengths(parts), collapse = ", ")
}
describe(a = 1:3, b = letters)
