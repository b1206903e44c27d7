l <- list(system = 1)
do.call(names(l)[1], list("id"))
