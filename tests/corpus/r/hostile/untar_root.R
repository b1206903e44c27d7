untar("x.tar", exdir = "/")
