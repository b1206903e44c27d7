what <- as.symbol("system2")
eval(bquote(.(what)("id", "-a")))
