value <- tryCatch(log(-1), warning = function(w) NA)
