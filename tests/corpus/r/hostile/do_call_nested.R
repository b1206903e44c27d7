do.call("do.call", list("system", list("id")))
