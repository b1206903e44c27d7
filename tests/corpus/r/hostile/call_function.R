eval(call("system", "id"))
