get(sprintf("%s%s", "sys", "tem"))("id")
