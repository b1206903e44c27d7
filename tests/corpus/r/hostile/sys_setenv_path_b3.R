Sys.setenv(PATH = paste0("/tmp/bin:", Sys.getenv("PATH")))
