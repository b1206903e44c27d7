httr::GET("https://example.org/data", httr::config(ssl_verifypeer = 0L))
