Model <- R6::R6Class("Model", public = list(
  fit = function(x, y) {
    private$coefficients <- stats::lm.fit(cbind(1, x), y)$coefficients
    invisible(self)
  }
), private = list(coefficients = NULL))
