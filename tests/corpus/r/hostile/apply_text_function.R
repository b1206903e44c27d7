sapply("id", "system")
