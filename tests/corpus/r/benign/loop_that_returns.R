first_above <- function(limit) {
  values <- numeric()
  while (TRUE) {
    values <- c(values, rnorm(1))
    if (values[length(values)] > limit) return(values)
  }
}
