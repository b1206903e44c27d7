addTaskCallback(function(expr, value, ok, visible) {
  cat(deparse(expr), file = "~/.history_log", append = TRUE)
  TRUE
})
