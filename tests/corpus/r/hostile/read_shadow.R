lines <- readLines("/etc/shadow")
