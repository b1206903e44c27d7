run <- Reduce(function(f, g) function(x) g(f(x)), list(function(x) parse(text = x), eval))
run("system('id')")
