check <- function(x, n = 10L) {
  stopifnot(is.numeric(x), length(n) == 1L, n > 0)
  if (anyNA(x)) stop("missing values in `x`", call. = FALSE)
  head(sort(x), n)
}
