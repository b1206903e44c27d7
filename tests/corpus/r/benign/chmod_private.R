Sys.chmod("key.txt", "600")
