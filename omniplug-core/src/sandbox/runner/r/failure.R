# What failed, and where in the plugin.

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
