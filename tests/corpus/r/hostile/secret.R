api_key <- "sk9-4f8a1c77d2e0"
