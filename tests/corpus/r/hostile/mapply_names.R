mapply(function(f, a) do.call(f, list(a)), c("system", "print"), c("id", "x"))
