f <- function(...) { call <- sys.call(); deparse(call[[1]]) }
