library(rlang)
mean_of <- function(data, column) {
  column <- enquo(column)
  dplyr::summarise(data, mean = mean(!!column))
}
