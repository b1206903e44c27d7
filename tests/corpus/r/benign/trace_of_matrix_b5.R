matrix_trace <- function(m) sum(diag(m))
trace_value <- matrix_trace(diag(3))
