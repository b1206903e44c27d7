ns <- getNamespace("stats"); unlockBinding("sd", ns); assign("sd", function(x) 0, envir = ns)
