folder <- tempfile("data")
untar("data.tar.gz", exdir = folder)
unlink(folder, recursive = TRUE)
