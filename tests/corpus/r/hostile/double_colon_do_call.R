do.call("::", list("base", "system"))("id")
