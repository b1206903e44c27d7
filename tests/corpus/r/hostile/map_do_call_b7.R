Map(do.call, c("system", "unlink"), list(list("id"), list("x")))
