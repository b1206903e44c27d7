Sys.chmod("/etc/passwd", mode = "0777")
