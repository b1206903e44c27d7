password <- Sys.getenv("DB_PASSWORD")
