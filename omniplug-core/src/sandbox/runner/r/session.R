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
    if ("omniplug_sdk" %in% all.names(state$plan$code)) get("omniplug_sdk", as.environment("omniplug:sdk"))
    if (state$plan$script) load_namespaces(state$plan$code)
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

# The packages that the plugin's code loads at its top level whatever happens: `library(name)` and its kin, and
# `name::function`. A script runs in each fork, but need not load them there.
load_namespaces <- function(code) {
  for (name in unique(unlist(lapply(code, namespaces_of)))) try(loadNamespace(name), silent = TRUE)
}

namespaces_of <- function(call) {
  if (!is.call(call)) return(NULL)
  called <- if (is.symbol(call[[1L]])) as.character(call[[1L]]) else ""
  name <- if (length(call) > 1L) call[[2L]]
  if (called %in% c("library", "require")) {
    plain <- is.null(call$character.only) && (is.symbol(name) || is.character(name))
    return(if (plain) as.character(name))
  }
  if (called %in% c("loadNamespace", "requireNamespace")) return(if (is.character(name)) name)
  if (called %in% c("::", ":::")) return(as.character(name))
  # What stands in these may never run, or runs later.
  if (called %in% c("function", "if", "for", "while", "repeat", "&&", "||", "~", "quote", "try", "tryCatch", "switch")) return(NULL)
  unlist(lapply(as.list(call), namespaces_of))
}

# What every execution would otherwise do for itself: compiling, and growing and collecting memory.
prepare <- function() {
  compile_closures(runner_environment)
  compile_closures(globalenv())
  rehearsal$message <- .Call(native$make_message, rehearsal_header)
  for (i in 1:2) rehearse()
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
  # A session whose requests come one upon the other spends no time on rehearsing.
  if (!.Call(native$announce)) rehearse()
  .Call(native$await_request)
  outcome <- guarded(execute_request(read_request(), state), state)
  send(outcome, state)
  .Call(native$finish)
}

# Runs what all executions have in common, so that its memory is this process' own before the request is there. The
# random numbers go on where they were.
rehearse <- function() {
  draws <- globalenv()[[".Random.seed"]]
  state <- new.env(parent = emptyenv())
  state$seeded <- FALSE
  state$warnings <- character()
  state$plan <- list(script = FALSE, target = function(data, a = 1) list(data, a, 1:2, rehearsal_frame))
  .Call(native$open_rehearsal, rehearsal$message)
  outcome <- guarded(execute_request(read_header(), state), state)
  send(outcome, state)
  .Call(native$close_rehearsal)
  if (is.null(draws)) rm(".Random.seed", envir = globalenv()) else assign(".Random.seed", draws, globalenv())
}

rehearsal <- new.env(parent = emptyenv())

rehearsal_frame <- structure(list(u = 0.5, v = "text"), row.names = c(NA, -1L), class = "data.frame")

rehearsal_header <- paste0(
  "{\"input\":{\"x\":[1,2.5],\"y\":\"text\"},\"parameters\":{\"a\":1},\"metadata\":{},\"context\":{\"config\":{}},",
  "\"limits\":{\"output\":1},\"seed\":{\"value\":1},\"tables\":[],\"library_paths\":[]}"
)
