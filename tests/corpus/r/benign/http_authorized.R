response <- httr::GET(
  "https://api.example.org/v1/me",
  httr::add_headers(Authorization = paste("Bearer", Sys.getenv("API_TOKEN")))
)
