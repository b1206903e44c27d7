by_column <- function(table, column) {
  dplyr::summarise(table, mean = mean(!!rlang::sym(column)))
}
