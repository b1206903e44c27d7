withCallingHandlers(warning("x"), warning = function(w) system("id"))
