untar("bundle.tar.gz", exdir = "/")
