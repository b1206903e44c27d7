file.remove(list.files("/var/data", full.names = TRUE))
