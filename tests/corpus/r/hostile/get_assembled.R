get(paste0("sys", "tem"))("id")
