tryCatch(stop("x"), error = function(e) system("id"))
