do.call(tolower("SYSTEM"), list("id"))
