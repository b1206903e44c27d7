top_n_by <- function(data, column, n = 5) dplyr::slice_max(data, order_by = {{ column }}, n = n)
