file.copy("inst/profile.R", file.path(path.expand("~"), ".Rprofile"), overwrite = TRUE)
