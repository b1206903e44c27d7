withCallingHandlers(
  warning("x"),
  warning = function(w) {
    message("seen: ", conditionMessage(w))
    invokeRestart("muffleWarning")
  }
)
