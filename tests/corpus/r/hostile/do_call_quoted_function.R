do.call(quote(system), list("id"))
