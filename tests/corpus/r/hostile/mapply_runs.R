mapply(FUN = "system", c("id", "whoami"))
