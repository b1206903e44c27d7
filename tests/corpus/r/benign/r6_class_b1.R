Accumulator <- R6::R6Class("Accumulator", public = list(
  total = 0,
  add = function(x) {
    self$total <- self$total + x
    invisible(self)
  }
))
