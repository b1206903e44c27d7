settings <- new.env(parent = emptyenv())
assign("digits", 3, envir = settings)
get("digits", envir = settings)
