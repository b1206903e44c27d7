attach(list(mean = function(x, ...) 0, sum = function(...) 0))
