e <- new.env()
assign("go", system, envir = e)
e$go("id")
