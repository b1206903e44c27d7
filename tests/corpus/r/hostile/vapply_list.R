vapply(list(system), function(f) f("id"), 1L)
