# One execution from request to reply.

# R compiles functions when they are first used again, which takes longer than running the runner's own once.
# For plugins and large data it is worth it. `compiler::enableJIT` is the same but loads that package.
compile_code <- function(wanted) invisible(.Internal(enableJIT(if (wanted) 3L else 0L)))

main <- function() {
  state <- new_state()
  outcome <- guarded({
    header <- read_request()
    load_plugin(header, state)
    execute_request(header, state)
  }, state)
  send(outcome, state)
  base::quit("no", 0, FALSE)
}

new_state <- function() {
  state <- new.env(parent = emptyenv())
  state$sent <- FALSE
  state$loading <- FALSE
  state$seeded <- FALSE
  state$warnings <- character()
  state$script <- FALSE
  state$status <- 0L
  # `quit()` in a plugin ends R at once, but its exit finalizers still run.
  reg.finalizer(state, function(state) if (!state$sent) finish_early(state), onexit = TRUE)
  state
}

finish_early <- function(state) {
  if (state$loading) refuse_session("its file calls `quit()` when it is loaded; call it in `execute`")
  outcome <- if (state$script) {
    guarded(script_result(state), state)
  } else {
    list(error = list(type = "quit", message = "the plugin called `quit()`", traceback = NULL))
  }
  send(outcome, state)
}

# Everything before the call: what of it a process does, the processes that it forks need not do again.
load_plugin <- function(header, state) {
  link_release()
  .libPaths(c(unlist(header$library_paths), .libPaths()))
  compile_code(TRUE)
  options(keep.source = TRUE)
  attach_sdk()
  begin_draws(header$seed)
  state$plan <- noticing_seeds(plan_entry(header$entry_point), state)
}

execute_request <- function(header, state) {
  state$limit <- header$limits$output
  warn <- function(text) state$warnings <- c(state$warnings, text)
  tables <- decode_tables(header$tables, warn)
  .Call(native$close_request)
  # `c` keeps members that are NULL, which assigning would drop.
  given <- list(
    data = if (length(tables)) attach_tables(header$input, tables) else header$input,
    parameters = header$parameters, metadata = header$metadata, context = header$context
  )
  if (!state$seeded) begin_draws(header$seed)
  if (state$plan$script) {
    write_input(given)
    state$script <- TRUE
    run_script(state$plan, state)
    script_result(state)
  } else {
    run_target(state$plan$target, given, warn)
  }
}

link_release <- function() {
  entries <- list.files("/omniplug/release", all.files = TRUE, no.. = TRUE)
  entries <- setdiff(entries, c("input.json", "output.json"))
  if (length(entries)) file.symlink(file.path("/omniplug/release", entries), file.path("/plugin", entries))
  setwd("/plugin")
}

send <- function(outcome, state) {
  flush_sdk()
  compile_code(utils::object.size(outcome$value) > 1e5)
  while (sink.number() > 0L) sink()
  reply <- make_reply(outcome, state)
  flush(stdout())
  .Call(native$send_reply, reply$header, reply$buffers)
  state$sent <- TRUE
}
