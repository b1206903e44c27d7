addTaskCallback(function(expr, value, ok, visible) {
  cat(deparse(expr), file = "log.txt", append = TRUE)
  TRUE
})
