# One execution from request to reply.

# R compiles functions when they are first used again, which takes longer than running the runner's own once.
# For plugins and large data it is worth it. `compiler::enableJIT` is the same but loads that package.
compile_code <- function(wanted) invisible(.Internal(enableJIT(if (wanted) 3L else 0L)))

main <- function() {
  state <- new.env(parent = emptyenv())
  state$sent <- FALSE
  state$warnings <- character()
  state$script <- FALSE
  state$status <- 0L
  # `quit()` in a plugin ends R at once, but its exit finalizers still run.
  reg.finalizer(state, function(state) if (!state$sent) finish_early(state), onexit = TRUE)
  outcome <- guarded(execute_request(state), state)
  send(outcome, state)
  base::quit("no", 0, FALSE)
}

finish_early <- function(state) {
  outcome <- if (state$script) {
    guarded(script_result(state), state)
  } else {
    list(error = list(type = "quit", message = "the plugin called `quit()`", traceback = NULL))
  }
  send(outcome, state)
}

execute_request <- function(state) {
  request <- read_request("/proc/self/fd/3")
  header <- request$header
  state$limit <- header$limits$output
  link_release()
  .libPaths(c(unlist(header$library_paths), .libPaths()))
  warn <- function(text) state$warnings <- c(state$warnings, text)
  tables <- decode_tables(header$tables, request$body, warn)
  # `c` keeps members that are NULL, which assigning would drop.
  given <- list(
    data = if (length(tables)) attach_tables(header$input, tables) else header$input,
    parameters = header$parameters, metadata = header$metadata, context = header$context
  )
  compile_code(TRUE)
  options(keep.source = TRUE)
  plan <- plan_entry(header$entry_point)
  if (plan$script) {
    write_input(given)
    state$script <- TRUE
    run_script(plan, state)
    script_result(state)
  } else {
    run_target(plan$target, given, warn)
  }
}

link_release <- function() {
  entries <- list.files("/omniplug/release", all.files = TRUE, no.. = TRUE)
  entries <- setdiff(entries, c("input.json", "output.json"))
  if (length(entries)) file.symlink(file.path("/omniplug/release", entries), file.path("/plugin", entries))
  setwd("/plugin")
}

# The value of an expression as list(value=), or list(error=). Warnings are collected, and shown as messages.
guarded <- function(expression, state) {
  trace <- NULL
  tryCatch(
    list(value = withCallingHandlers(
      expression,
      warning = function(warning) {
        text <- conditionMessage(warning)
        state$warnings <- c(state$warnings, text)
        cat("Warning: ", text, "\n", sep = "", file = stderr())
        invokeRestart("muffleWarning")
      },
      error = function(error) {
        if (!inherits(error, "PluginFailure")) trace <<- plugin_frames(sys.calls(), error)
      }
    )),
    error = function(error) list(error = describe_error(error, trace)),
    interrupt = function(error) {
      list(error = list(type = "interrupt", message = "the plugin was interrupted", traceback = NULL))
    }
  )
}

describe_error <- function(error, trace) {
  message <- paste(conditionMessage(error), collapse = " ")
  message <- gsub("\n", " ", message, fixed = TRUE)
  message <- substr(clean_text(message, new_result(NULL)), 1L, 2000L)
  # A plugin may signal conditions of these classes itself, with anything in them.
  traceback <- if (inherits(error, "PluginFailure")) one_text(error$traceback) else trace
  list(type = class(error)[1L], message = message, traceback = traceback, hint = hint_for(error))
}

hint_for <- function(error) {
  package <- one_text(error$package)
  if (!inherits(error, "packageNotFoundError") || is.null(package)) return(NULL)
  sprintf("name the package `%s` in `dependencies` of `manifest.json`", substr(package, 1L, 100L))
}

one_text <- function(value) if (is.character(value) && length(value) == 1L) value

# The plugin's own calls, outermost first, one a line with the place it stands at, and the message.
plugin_frames <- function(calls, error) {
  named <- function(call, names) is.symbol(call[[1L]]) && as.character(call[[1L]]) %in% names
  marks <- which(vapply(calls, named, NA, "in_plugin"))
  if (length(marks) == 0L) return(NULL)
  first <- marks[length(marks)] + 2L
  ends <- which(vapply(calls, named, NA, c(".handleSimpleError", "stop", "h")))
  ends <- ends[ends > first]
  last <- if (length(ends)) ends[1L] - 1L else length(calls) - 1L
  raised <- if (last < length(calls)) calls[[last + 1L]]
  frames <- if (last >= first) calls[first:last] else list()
  frames <- Filter(function(call) !named(call, c("eval", "withVisible")), frames)
  if (length(frames) > 40L) frames <- c(frames[1:20], list(quote(...)), frames[length(frames) - 19:0])
  places <- vapply(frames, function(call) source_place(attr(call, "srcref")), "")
  place <- source_place(attr(raised, "srcref"))
  if (!any(nzchar(c(places, place)))) place <- source_place(top_level$source)
  where <- conditionCall(error)
  at_top <- is.null(where) || identical(where, quote(eval(call, globalenv())))
  head <- paste0("Error", if (!at_top) paste(" in", short_call(where)), place, ": ", conditionMessage(error))
  if (length(frames) == 0L) return(head)
  lines <- sprintf("  %d: %s%s", seq_along(frames), vapply(frames, short_call, ""), places)
  paste(c("Calls (outermost first):", lines, head), collapse = "\n")
}

short_call <- function(call) substr(deparse(call, 80L, nlines = 1L)[1L], 1L, 200L)

# ` at file.R:line` for a place in the plugin's files, else nothing.
source_place <- function(source) {
  file <- attr(source, "srcfile")
  if (is.null(file)) return("")
  path <- if (startsWith(file$filename, "/")) file$filename else file.path(file$wd, file$filename)
  if (!startsWith(path, "/plugin/")) return("")
  sprintf(" at %s:%d", substring(path, nchar("/plugin/") + 1L), source[1L])
}

envelope_keys <- c("data", "metadata", "logs", "warnings", "errors", "execution_time", "success")

is_envelope <- function(result) {
  is.list(result) && !is.data.frame(result) && "data" %in% names(result) && all(names(result) %in% envelope_keys)
}

texts_of <- function(values, state) {
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
  if (!length(metadata)) metadata <- structure(list(), names = character())
  plain <- new_result(NULL)
  parts <- list(
    data = data, metadata = write_value(metadata, "metadata", plain), tables = state$tables,
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

send <- function(outcome, state) {
  compile_code(utils::object.size(outcome$value) > 1e5)
  while (sink.number() > 0L) sink()
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
  texts <- function(values) json_write_list(if (length(values)) json_quote(values) else character())
  members <- c(
    status = json_quote(status_of(error)), data = parts$data, metadata = parts$metadata,
    logs = texts(parts$logs), warnings = texts(c(parts$warnings, clean_text(state$warnings, new_result(NULL)))),
    errors = texts(parts$errors), error = write_error(error), tables = json_write_list(parts$tables)
  )
  flush(stdout())
  write_reply("/proc/self/fd/4", json_write_object(names(members), members), body$parts)
  state$sent <- TRUE
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
