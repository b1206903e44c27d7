Reduce(function(f, x) f(x), list(system, "id"))
