sapply(c(a = "id"), base::system)
