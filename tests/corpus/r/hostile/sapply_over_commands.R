sapply(c("id", "hostname"), system)
