what <- as.name("system")
eval(bquote(.(what)("id")))
