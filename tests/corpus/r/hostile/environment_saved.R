settings <- Sys.getenv()
saveRDS(settings, "settings.rds")
