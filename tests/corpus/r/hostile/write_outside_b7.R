writeLines("x", "/etc/motd")
