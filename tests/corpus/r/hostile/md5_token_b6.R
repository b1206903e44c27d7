token <- digest::digest(paste0(password, user), algo = "md5")
