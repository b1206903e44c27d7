hash <- digest::digest(user_password, algo = "sha1", serialize = FALSE)
