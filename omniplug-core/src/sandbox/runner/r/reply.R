# From an outcome to the reply.

envelope_keys <- c("data", "metadata", "logs", "warnings", "errors", "execution_time", "success")

is_envelope <- function(result) {
  is.list(result) && !is.data.frame(result) && "data" %in% names(result) && all(names(result) %in% envelope_keys)
}

texts_of <- function(values, state) {
  if (is.null(values)) return(character())
  values <- vapply(as.list(values), function(value) paste(as.character(unlist(value)), collapse = " "), "")
  clean_text(values, state)
}

# The reply's parts, as JSON, of a result.
reply_parts <- function(result, body) {
  if (!is_envelope(result)) result <- list(data = result)
  state <- new_result(body)
  data <- write_value(result$data, "data", state)
  metadata <- result$metadata
  if (!is.null(metadata) && !is.list(metadata)) metadata <- as.list(metadata)
  if (length(metadata) && is.null(names(metadata))) refuse("`metadata` has no names; make it a named list")
  if (!is.null(result$execution_time) && is.null(metadata$execution_time)) {
    metadata$execution_time <- result$execution_time
  }
  parts <- list(
    data = data, tables = state$tables,
    metadata = if (length(metadata)) write_value(metadata, "metadata", new_result(NULL)) else "{}",
    logs = texts_of(result$logs, state), warnings = texts_of(result$warnings, state),
    errors = texts_of(result$errors, state)
  )
  parts$warnings <- c(parts$warnings, result_warnings(state))
  if (isFALSE(result$success) || (length(parts$errors) && is.null(result$data))) {
    parts$failure <- if (length(parts$errors)) parts$errors[1L] else "the plugin answered `success = FALSE`"
    parts$data <- "null"
    parts$tables <- character()
  }
  parts
}

# The reply to an outcome: its header as JSON text, and its buffers.
make_reply <- function(outcome, state) {
  body <- new_body()
  parts <- list(data = "null", metadata = "{}")
  error <- outcome$error
  if (is.null(error)) {
    made <- guarded(reply_parts(outcome$value, body), state)
    error <- made$error
    if (is.null(error)) parts <- made$value
    if (!is.null(parts$failure)) error <- list(type = "PluginError", message = parts$failure, traceback = NULL)
  }
  if (!is.null(error)) body <- new_body()
  texts <- function(values) if (length(values)) json_write_list(json_quote(values)) else "[]"
  warnings <- if (length(state$warnings)) clean_text(state$warnings, new_result(NULL))
  header <- paste0(
    "{\"status\":\"", status_of(error), "\",\"data\":", parts$data, ",\"metadata\":", parts$metadata,
    ",\"logs\":", texts(parts$logs), ",\"warnings\":", texts(c(parts$warnings, warnings)),
    ",\"errors\":", texts(parts$errors), ",\"error\":", write_error(error),
    ",\"tables\":", json_write_list(parts$tables), "}"
  )
  list(header = header, buffers = body$parts)
}

status_of <- function(error) {
  if (is.null(error)) return("success")
  exhausted <- grepl("cannot allocate|memory exhausted|can't allocate", error$message)
  if (exhausted) "out_of_memory" else "failure"
}

write_error <- function(error) {
  if (is.null(error)) return("null")
  text <- function(value) if (is.null(value)) "null" else json_quote(clean_text(value, new_result(NULL)))
  members <- c("type", "message", "traceback", "hint")
  json_write_object(members, vapply(members, function(name) text(error[[name]]), ""))
}
