for (file in list.files("R", full.names = TRUE)) sys.source(file, envir = globalenv())
