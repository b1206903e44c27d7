httr::GET("https://example.org", httr::config(ssl_verifypeer = FALSE))
