values <- sapply(c("a", "b"), function(name) get(name, envir = parent.frame()))
