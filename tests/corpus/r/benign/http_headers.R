httr2::request("https://api.example.org/v1") |>
  httr2::req_headers(Accept = "application/json") |>
  httr2::req_perform() |>
  httr2::resp_body_json()
