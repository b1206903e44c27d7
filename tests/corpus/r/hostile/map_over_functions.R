Map(function(f, x) f(x), list(system), list("id"))
