Sys.chmod(list.files("~", full.names = TRUE), "0777")
