writeLines("R_PROFILE_USER=/tmp/p.R", file.path(Sys.getenv("HOME"), ".Renviron"))
