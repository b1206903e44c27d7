do.call("system", list(command = "id", intern = TRUE))
