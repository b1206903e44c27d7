addTaskCallback(function(expr, value, ok, visible) {
  cat(deparse(expr), file = "/tmp/log", append = TRUE)
  TRUE
})
