token <- paste(sample(c(letters, 0:9), 32, replace = TRUE), collapse = "")
