writeLines("system('id')", f <- tempfile())
sys.source(f, envir = globalenv())
