# Errors of the library as conditions, and interrupts.

# What a native function answered; raises what it says went wrong.
checked <- function(answer, call = sys.call(sys.parent())) {
  if (inherits(answer, "omniplug_interrupted")) interrupt()
  if (inherits(answer, "omniplug_failure")) stop(condition(answer, call))
  answer
}

# The condition of a failure: of the class of its kind, as in `omniplug_not_found`.
condition <- function(failure, call = NULL) {
  message <- paste(c(failure$message, if (!is.null(failure$hint)) paste("hint:", failure$hint)), collapse = "\n")
  structure(
    class = c(paste0("omniplug_", failure$kind), "omniplug_error", "error", "condition"),
    list(
      message = message, call = call, kind = failure$kind, text = failure$message, hint = failure$hint,
      retry_after = failure$retry_after
    )
  )
}

# Goes on where R would after an interrupt: at a handler for it, else at the top level.
interrupt <- function() {
  signalCondition(structure(class = c("interrupt", "condition"), list(message = "", call = NULL)))
  if (!interactive()) quit("no", status = 130L, runLast = FALSE)
  invokeRestart("abort")
}
