Reduce(function(x, f) f(x), list(parse, eval), "payload.R")
