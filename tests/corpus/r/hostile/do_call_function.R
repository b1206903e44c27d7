do.call(what = system, args = list(command = "id"))
