model <- list(eval = function(x) x^2)
model$eval(3)
