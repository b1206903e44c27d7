httr::GET("https://example.org", query = as.list(Sys.info()))
