fitted <- tryCatch(lm(y ~ x), error = function(e) {
  warning("the model failed: ", conditionMessage(e))
  NULL
})
