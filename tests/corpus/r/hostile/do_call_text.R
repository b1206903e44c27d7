do.call("system", list("id"))
