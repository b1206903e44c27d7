separator <- if (Sys.info()[["sysname"]] == "Windows") ";" else ":"
