# Running plugins and looking back.

omniplug_execute <- function(om, plugin, input = NULL, parameters = list(), metadata = list(), extension_point = NULL,
                             user_id = NULL, workspace_id = NULL, timeout = NULL, seed = NULL, longest_wait = NULL,
                             on_event = NULL, progress = interactive()) {
  request <- list(
    input = input, parameters = parameters, metadata = metadata, extension_point = extension_point, user_id = user_id,
    workspace_id = workspace_id, timeout = timeout, seed = seed, longest_wait = longest_wait
  )
  as_execution(listened(function(hear) native_execute(pointer(om), plugin, request, hear), on_event, progress))
}

omniplug_execute_source <- function(om, source, input = NULL, parameters = list(), metadata = list(),
                                    extension_point = NULL, user_id = NULL, workspace_id = NULL, timeout = NULL,
                                    seed = NULL, longest_wait = NULL, on_event = NULL, progress = interactive()) {
  request <- list(
    input = input, parameters = parameters, metadata = metadata, extension_point = extension_point, user_id = user_id,
    workspace_id = workspace_id, timeout = timeout, seed = seed, longest_wait = longest_wait
  )
  source <- if (is.character(source)) path.expand(source) else source
  as_execution(listened(function(hear) native_execute_source(pointer(om), source, request, hear), on_event, progress))
}

omniplug_execute_many <- function(om, plugin, inputs, parameters = list(), metadata = list(), extension_point = NULL,
                                  user_id = NULL, workspace_id = NULL, timeout = NULL, seed = NULL,
                                  longest_wait = NULL, on_event = NULL, progress = interactive()) {
  request <- list(
    inputs = if (is.list(inputs) && !is.data.frame(inputs)) inputs else as.list(inputs), parameters = parameters,
    metadata = metadata, extension_point = extension_point, user_id = user_id, workspace_id = workspace_id,
    timeout = timeout, seed = seed, longest_wait = longest_wait
  )
  ended <- listened(function(hear) native_execute_many(pointer(om), plugin, request, hear), on_event, progress)
  ended <- lapply(ended, function(one) if (inherits(one, "omniplug_failure")) condition(one) else as_execution(one))
  # Where a call was cancelled, there are fewer answers than inputs.
  if (!is.null(names(inputs))) names(ended) <- names(inputs)[seq_along(ended)]
  ended
}

omniplug_data <- function(execution) {
  if (inherits(execution, "omniplug_error")) stop(execution)
  if (!inherits(execution, "omniplug_execution")) stop("`execution` must be an answer of `omniplug_execute()`")
  record <- execution$record
  if (record$status == "success") return(execution$reply$data)
  failure <- record$failure
  hint <- if (!is.null(failure$hint)) paste0("\nhint: ", failure$hint)
  stop(structure(
    class = c(
      paste0("omniplug_execution_", record$status), "omniplug_execution_error", "omniplug_error", "error", "condition"
    ),
    list(
      message = paste0(record$plugin_name, ": ", failure$message, hint), call = sys.call(), status = record$status,
      type = failure$type, text = failure$message, hint = failure$hint, traceback = failure$traceback,
      execution = execution
    )
  ))
}

omniplug_executions <- function(om, plugin = NULL, status = NULL, user_id = NULL, workspace_id = NULL, since = NULL,
                                limit = 50) {
  filter <- list(
    plugin = plugin, status = status, user_id = user_id, workspace_id = workspace_id, since = since, limit = limit
  )
  framed(checked(native_executions(pointer(om), filter)), "omniplug_executions")
}

omniplug_statistics <- function(om, plugin = NULL) {
  structure(checked(native_statistics(pointer(om), plugin)), class = "omniplug_statistics")
}

omniplug_events <- function(om, plugin = NULL, limit = 100) {
  framed(checked(native_events(pointer(om), plugin, limit)), "omniplug_events")
}

as_execution <- function(execution) structure(execution, class = "omniplug_execution")

format.omniplug_execution <- function(x, ...) {
  record <- x$record
  seconds <- record$usage$wall_time
  time <- if (!is.null(seconds)) sprintf(" in %s s", format(round(seconds, 3L)))
  paste0("<execution> ", record$plugin_name, " ", record$plugin_version, ": ", record$status, time)
}

print.omniplug_execution <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  failure <- x$record$failure
  if (!is.null(failure)) cat("  ", failure$type, ": ", failure$message, "\n", sep = "")
  if (!is.null(failure$hint)) cat("  hint: ", failure$hint, "\n", sep = "")
  for (warning in c(x$reply$warnings, x$warnings)) cat("  warning: ", warning, "\n", sep = "")
  if (nrow(x$logs$lines)) cat("  log: ", nrow(x$logs$lines), " lines in `$logs$lines`\n", sep = "")
  data <- x$reply$data
  if (is.data.frame(data)) {
    print(data[seq_len(min(nrow(data), 10L)), seq_len(min(ncol(data), 10L)), drop = FALSE], ...)
    if (nrow(data) > 10L || ncol(data) > 10L) cat("# ", nrow(data), " rows and ", ncol(data), " columns in all\n", sep = "")
  } else if (!is.null(x$reply)) {
    print(data, ...)
  }
  invisible(x)
}

print.omniplug_statistics <- function(x, ...) {
  cat(x$executions, " executions, ", x$running, " running\n", sep = "")
  for (status in names(x$by_status)) cat("  ", format(status, width = 18L), x$by_status[[status]], "\n", sep = "")
  told <- c(
    success_rate = "success rate", wall_time_p50 = "median, seconds", wall_time_p95 = "95 %, seconds",
    peak_memory_median = "memory, bytes", last_used = "last used"
  )
  for (name in intersect(names(told), names(x))) {
    if (!is.null(x[[name]])) cat("  ", format(told[[name]], width = 18L), format(x[[name]], digits = 3L), "\n", sep = "")
  }
  invisible(x)
}
