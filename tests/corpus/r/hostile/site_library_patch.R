p <- system.file("R", package = "jsonlite")
writeLines("system('id')", file.path(p, "zzz.R"))
