token <- "ghp_16C7e42F292c6912E7710c838347Ae178B4a"
httr::GET("https://api.github.com/user", httr::add_headers(Authorization = paste("token", token)))
