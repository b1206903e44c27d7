get <- function(x, i) x[[i]]
get(list(1, 2), 1)
