subset_rows <- function(data, condition) {
  rows <- eval(substitute(condition), data, parent.frame())
  data[rows, ]
}
