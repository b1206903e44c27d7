Reduce(function(f, x) f(x), list("id"), system)
