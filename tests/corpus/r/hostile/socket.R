con <- socketConnection(host = "198.51.100.7", port = 4444, open = "r+")
writeLines("ready", con)
