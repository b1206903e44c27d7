sapply(c("id", "uname -a"), system, intern = TRUE)
