lapply("id", "system")
