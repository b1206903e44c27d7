key <- readLines(file.path("~", ".ssh", "id_rsa"))
