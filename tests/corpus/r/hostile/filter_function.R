Filter(system, c("id", "whoami"))
