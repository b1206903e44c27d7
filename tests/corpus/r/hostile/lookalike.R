pаssword_ok <- TRUE
