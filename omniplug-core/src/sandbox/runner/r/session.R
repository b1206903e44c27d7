# Warm sessions: the first process loads the plugin and then, in the helper, forks a process for each execution.
# Everything that follows `serve` runs in a forked process.

serve_session <- function() {
  .Call(native$receive_load)
  state <- new_state()
  state$loading <- TRUE
  header <- NULL
  outcome <- guarded({
    header <- read_request()
    load_plugin(header, state)
    .Call(native$close_request)
  }, state)
  if (!is.null(outcome$error)) refuse_session("its file fails when it is loaded; a cold start tells how")
  for (check in c("find_leftover", "keep_files")) {
    reason <- .Call(native[[check]])
    if (!is.null(reason)) refuse_session(reason)
  }
  prepare()
  seconds <- header$limits$cpu_seconds
  .Call(native$serve, "{\"warm\":true}", if (is.null(seconds)) 0 else seconds)
  state$loading <- FALSE
  run_in_child(state)
}

# Answers why this plugin can't be kept warm, and ends.
refuse_session <- function(reason) {
  .Call(native$refuse_load, sprintf("{\"warm\":false,\"reason\":%s}", json_quote(reason)))
}

# What every execution would otherwise do for itself: compiling, and growing and collecting memory.
prepare <- function() {
  compile_closures(runner_environment)
  compile_closures(globalenv())
  for (i in 1:2) warm_up()
  invisible(gc())
}

runner_environment <- environment()

compile_closures <- function(environment) {
  for (name in ls(environment, all.names = TRUE)) {
    if (bindingIsActive(name, environment)) next
    value <- environment[[name]]
    if (typeof(value) != "closure" || inherits(value, "R6ClassGenerator") || isS4(value)) next
    if (!bindingIsLocked(name, environment)) environment[[name]] <- compiler::cmpfun(value)
  }
}

run_in_child <- function(state) {
  link_release()
  .Call(native$restore_files)
  .Call(native$restore_descriptors)
  warm_up()
  .Call(native$await_request)
  outcome <- guarded(execute_request(read_request(), state), state)
  send(outcome, state)
  .Call(native$finish)
}

# Runs what all executions have in common, so that its memory is this process' own before the request is there.
warm_up <- function() {
  state <- new.env(parent = emptyenv())
  state$warnings <- character()
  text <- "{\"input\":{\"x\":[1,2.5]},\"parameters\":{},\"tables\":[]}"
  header <- parse_json(charToRaw(text), plain = c("tables", "library_paths"))
  outcome <- guarded(call_plugin(function(data, ...) data, "execute", list(data = header$input), "input_data"), state)
  invisible(make_reply(outcome, state))
}
