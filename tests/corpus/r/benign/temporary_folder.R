folder <- file.path(tempdir(), "work")
dir.create(folder)
unlink(folder, recursive = TRUE)
