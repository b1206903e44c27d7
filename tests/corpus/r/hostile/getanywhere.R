getAnywhere("system")$objs[[1]]("id")
