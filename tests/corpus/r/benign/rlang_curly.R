mean_by <- function(data, by, var) dplyr::summarise(dplyr::group_by(data, !!rlang::sym(by)), m = mean(.data[[var]]))
