# Data frames of records.

# A data frame of the native side as one of records.
framed <- function(frame, class) structure(frame, class = c(class, "omniplug_frame", "data.frame"))

# What is left of a data frame is one as long as it has all of its columns.
`[.omniplug_frame` <- function(x, ...) {
  part <- NextMethod()
  if (is.data.frame(part) && !identical(names(part), names(x))) class(part) <- "data.frame"
  part
}

shown_columns <- list(
  omniplug_plugins = c("name", "version", "language", "enabled", "description"),
  omniplug_executions = c("started_at", "plugin_name", "plugin_version", "status", "seconds", "user_id", "id"),
  omniplug_events = c("at", "plugin_name", "action"),
  omniplug_sessions = c("group", "language", "idle", "busy", "executions", "memory"),
  omniplug_findings = c("severity", "rule", "file", "line", "message"),
  omniplug_unread = c("file", "reason"),
  omniplug_rules = c("id", "severity", "confidence", "title"),
  omniplug_checks = c("name", "state", "detail", "remedy")
)

print.omniplug_frame <- function(x, ...) {
  frame <- as.data.frame(unclass(x)[intersect(shown_columns[[class(x)[1L]]], names(x))])
  if (nrow(frame) == 0L) cat("<none>\n") else print(frame, ..., right = FALSE, row.names = FALSE)
  hidden <- setdiff(names(x), names(frame))
  if (nrow(frame) && length(hidden)) cat("# more columns: ", paste(hidden, collapse = ", "), "\n", sep = "")
  invisible(x)
}
