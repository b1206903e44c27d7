do.call(what = as.name("system"), args = list("id"))
