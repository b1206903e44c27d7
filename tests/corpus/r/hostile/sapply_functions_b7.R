sapply(list(system, unlink), function(f) f("x"))
