assign("library", function(...) system("id"), envir = globalenv())
