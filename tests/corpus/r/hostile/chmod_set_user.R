Sys.chmod("tool", "4755")
