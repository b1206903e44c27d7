password <- "hunter2-prod"
digest::digest(password, algo = "md5")
