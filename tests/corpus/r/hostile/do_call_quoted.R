do.call(base::system, list(command = "id", intern = TRUE))
