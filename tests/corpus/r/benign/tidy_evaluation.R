library(rlang)
mean_of <- function(data, column) eval_tidy(enquo(column), data)
