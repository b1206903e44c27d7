Model <- R6::R6Class("Model", public = list(
  eval = function(x) x^2,
  load = function(x) self$data <- x,
  data = NULL
))
m <- Model$new()
m$eval(3)
