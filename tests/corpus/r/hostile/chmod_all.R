Sys.chmod("data", mode = "0777")
