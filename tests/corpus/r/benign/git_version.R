version <- system2("git", "--version", stdout = TRUE)
