# omniplug_sdk: what an omniplug plugin in R may use of its host.
#
# In a plugin `omniplug_sdk` is there without installing or loading anything. To run a plugin's code elsewhere, in
# tests of its own, `source("omniplug_sdk.R")`: the same functions print what they would send.
#
#   omniplug_sdk$progress(0.4, "aligning")    how far it is, from 0 to 1
#   omniplug_sdk$warn("few cells")            a warning of the result
#   omniplug_sdk$log("read 20 files")         a line of the log
#   omniplug_sdk$partial(data)                a part of the result, or an early form of it
#   omniplug_sdk$Output(data, metadata)       a result with more than data
#   omniplug_sdk$Input(data, parameters)      what `execute` gets, for tests
#   omniplug_sdk$run(target, data)            runs a function or class as the host would, for tests
#   omniplug_sdk$Plugin                       a reference class to inherit from:
#     setRefClass("Mine", contains = omniplug_sdk$Plugin$className, methods = list(execute = function(input_data) ...))

omniplug_sdk <- local({
  # Takes an event as a list; the runner puts its own function here.
  send <- function(event) {
    switch(event$event,
      progress = cat(sprintf("progress: %.0f %% %s\n", 100 * event$fraction, event$message)),
      warning = warning(event$message, call. = FALSE),
      partial = {
        cat("partial result:\n")
        print(event$data)
      }
    )
    invisible()
  }

  one_text <- function(message, name) {
    if (!is.character(message) || length(message) != 1L || is.na(message)) stop("`", name, "` must be one text", call. = FALSE)
    message
  }

  # Of very many events only some are worth sending; the last one always is.
  held <- new.env(parent = emptyenv())
  held$sent <- -Inf
  held$event <- NULL
  shortest_pause <- 0.02

  # Sends the event that is held back.
  flush <- function() {
    event <- held$event
    held$event <- NULL
    if (!is.null(event)) send(event)
    invisible()
  }

  # Tells how far the plugin is.
  #
  # fraction: a number from 0 to 1. message: what it is at. Of several within 20 ms the last one is sent.
  progress <- function(fraction, message = "") {
    if (!is.numeric(fraction) || length(fraction) != 1L || is.na(fraction)) stop("`fraction` must be one number", call. = FALSE)
    held$event <- list(event = "progress", fraction = min(max(fraction, 0), 1), message = one_text(message, "message"))
    now <- as.numeric(Sys.time())
    if (abs(now - held$sent) < shortest_pause && fraction < 1) return(invisible())
    held$sent <- now
    flush()
  }

  # Warns of something that the user should know; the result has it too.
  warn <- function(message) {
    flush()
    send(list(event = "warning", message = one_text(message, "message")))
  }

  # Writes a line to the log.
  log <- function(...) cat(paste0(..., collapse = " "), "\n", sep = "")

  # Sends a part of the result, or an early form of it: anything that `execute` may return.
  partial <- function(data) {
    flush()
    send(list(event = "partial", data = data))
  }

  # What `execute` gets.
  Input <- function(data = NULL, parameters = list(), metadata = list(), context = list()) {
    list(data = data, parameters = parameters, metadata = metadata, context = context)
  }

  # What `execute` may return: the data, named metadata, lines for the log, warnings and errors. Without `success` it
  # is one unless there are errors and no data.
  Output <- function(data = NULL, metadata = NULL, logs = NULL, warnings = NULL, errors = NULL, success = NULL) {
    parts <- list(metadata = metadata, logs = logs, warnings = warnings, errors = errors, success = success)
    c(list(data = data), parts[!vapply(parts, is.null, NA)])
  }

  no_execute <- function(input_data) stop("this plugin has no method `execute`", call. = FALSE)

  make_plugin <- function() {
    methods::setRefClass(
      "omniplug_sdk_Plugin",
      fields = list(context = "ANY"),
      methods = list(
        validate_input = function(input_data) TRUE,
        execute = no_execute,
        cleanup = function() invisible()
      ),
      where = globalenv()
    )
  }

  # Runs a function or a class of a plugin on an input.
  #
  # target: a function, or the generator of a class with a method `execute`. The input is made of the other
  # arguments, as `Input` makes it. Answers what it returns.
  run <- function(target, data = NULL, parameters = list(), metadata = list(), context = list()) {
    input <- Input(data, parameters, metadata, context)
    if (is.function(target) && !inherits(target, "refObjectGenerator")) return(finish(call_with(target, input)))
    plugin <- if ("context" %in% fields_of(target)) target$new(context = context) else target$new()
    on.exit(if (is.function(member(plugin, "cleanup"))) plugin$cleanup())
    validate <- member(plugin, "validate_input")
    if (is.function(validate) && isFALSE(call_with(validate, input))) {
      stop("`validate_input` refused the input", call. = FALSE)
    }
    finish(call_with(plugin$execute, input))
  }

  finish <- function(result) {
    flush()
    result
  }

  fields_of <- function(target) if (inherits(target, "refObjectGenerator")) names(target$fields())

  member <- function(plugin, name) tryCatch(eval(call("$", plugin, as.name(name))), error = function(error) NULL)

  # Binds arguments as the runner does: the input's parts by their names, other names to parameters, the first
  # argument to the whole input.
  call_with <- function(target, input) {
    known <- c(input, list(config = input$context$config))
    names <- names(formals(args(target)))
    arguments <- list()
    for (i in seq_along(names)) {
      name <- names[i]
      if (name %in% names(known)) arguments[name] <- known[name]
      else if (i == 1L && (name != "..." || length(names) == 1L)) arguments <- list(input)
      else if (name == "...") arguments <- c(arguments, input$parameters[setdiff(names(input$parameters), names)])
      else if (name %in% names(input$parameters)) arguments[name] <- input$parameters[name]
    }
    do.call(target, arguments, quote = TRUE)
  }

  sdk <- environment()
  # Making a class takes long, so it is made when it is asked for.
  delayedAssign("Plugin", make_plugin(), sdk, sdk)
  sdk
})
