scaled <- Map(function(x, s) x * s, list(1, 2), list(3, 4))
