write("R_PROFILE_USER=/tmp/x.R", "~/.Renviron", append = TRUE)
