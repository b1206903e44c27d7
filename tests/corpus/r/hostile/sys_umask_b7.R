Sys.umask("000")
