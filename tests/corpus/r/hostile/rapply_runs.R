rapply(list("id", "whoami"), system, how = "unlist")
