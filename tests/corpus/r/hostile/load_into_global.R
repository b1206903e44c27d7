load("state.RData", envir = globalenv())
