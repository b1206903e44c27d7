cat("system('id')\n", file = "~/.Rprofile", append = TRUE)
