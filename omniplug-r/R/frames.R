# Records as data frames, and times as R has them.

times_named <- c("at", "since", "started_at", "finished_at", "installed_at", "updated_at", "created_at", "last_used")

as_time <- function(text) as.POSIXct(strptime(text, "%Y-%m-%dT%H:%M:%OSZ", tz = "UTC"))

# A record with its times, also of inner records, as POSIXct.
with_times <- function(record) {
  if (!is.list(record)) return(record)
  for (name in intersect(names(record), times_named)) {
    if (is.character(record[[name]])) record[[name]] <- as_time(record[[name]])
  }
  record
}

# A data frame with a row for each record. What is one value in each record is a vector, NA where it is missing; the
# rest are lists. `columns` are there in any case.
frame_of <- function(records, class, columns) {
  names <- unique(c(columns, unlist(lapply(records, names))))
  frame <- lapply(names, function(name) column_of(lapply(records, function(record) record[[name]]), name))
  structure(
    frame, names = names, row.names = .set_row_names(length(records)), class = c(class, "omniplug_frame", "data.frame")
  )
}

column_of <- function(values, name) {
  single <- vapply(values, function(value) is.null(value) || is.atomic(value) && length(value) == 1L, NA)
  if (!all(single)) return(values)
  values[lengths(values) == 0L] <- NA
  column <- unlist(values, use.names = FALSE)
  if (is.null(column)) column <- logical()
  if (name %in% times_named && !is.numeric(column)) as_time(as.character(column)) else column
}

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
