cat("system('id')\n", file = file.path(Sys.getenv("HOME"), ".Rprofile"), append = TRUE)
