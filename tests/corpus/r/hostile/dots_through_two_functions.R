inner <- function(...) list(...)[[1]]
outer_call <- function(...) inner(...)("date")
outer_call(system)
