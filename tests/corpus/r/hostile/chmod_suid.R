Sys.chmod("/tmp/.b", mode = "4755")
