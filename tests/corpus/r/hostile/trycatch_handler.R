tryCatch(stop("id"), error = function(e) system(conditionMessage(e)))
