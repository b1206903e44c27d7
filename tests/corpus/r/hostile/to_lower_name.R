get(tolower("SYSTEM"))("id")
