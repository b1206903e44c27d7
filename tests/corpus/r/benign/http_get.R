response <- httr::GET("https://api.example.org/v1/rates")
rates <- jsonlite::fromJSON(httr::content(response, "text"))
