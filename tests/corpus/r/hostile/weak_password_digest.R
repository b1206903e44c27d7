stored <- digest::digest(password, algo = "md5", serialize = FALSE)
