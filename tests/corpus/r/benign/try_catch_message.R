tryCatch(log("a"), error = function(e) message("failed: ", conditionMessage(e)))
