install.packages("https://example.org/x.tar.gz", repos = NULL, type = "source")
