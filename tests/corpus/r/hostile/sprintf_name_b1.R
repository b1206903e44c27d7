do.call(sprintf("%s%s", "sys", "tem"), list("id"))
