inside <- environment(stats::sd)
inside$var <- function(...) 0
