if (file.exists("/.dockerenv")) message("container")
