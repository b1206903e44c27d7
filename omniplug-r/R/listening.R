# What hears of a call while it runs.


# A function for the native side that hands events to `on_event` and to a progress bar, and answers FALSE to cancel the
# call; NULL where nobody hears. What `on_event` raises cancels the call and is raised when it has ended.
listener <- function(on_event, progress) {
  bar <- if (isTRUE(progress)) progress_bar()
  state <- new.env(parent = emptyenv())
  hear <- if (!is.null(on_event) || !is.null(bar)) function(event) {
    stopped <- function(raised) {
      state$raised <- raised
      FALSE
    }
    tryCatch(
      {
        if (!is.null(bar)) bar$event(event)
        if (!is.null(on_event)) on_event(event)
        TRUE
      },
      omniplug_cancellation = function(raised) FALSE, error = stopped, interrupt = stopped
    )
  }
  end <- function(answer, call) {
    force(answer)
    if (!is.null(bar)) bar$end()
    if (inherits(state$raised, "interrupt")) interrupt()
    if (!is.null(state$raised)) stop(state$raised)
    checked(answer, call)
  }
  list(hear = hear, end = end)
}

# Runs `native` with a listener and raises what went wrong.
listened <- function(native, on_event, progress, call = sys.call(sys.parent())) {
  if (!is.null(on_event)) on_event <- match.fun(on_event)
  ear <- listener(on_event, progress)
  ear$end(native(ear$hear), call)
}

# A progress bar, where there is the package cli.
progress_bar <- function() {
  if (!requireNamespace("cli", quietly = TRUE)) return(NULL)
  here <- environment()
  text <- ""
  id <- cli::cli_progress_bar(
    format = "{cli::pb_bar} {cli::pb_percent} {text}", total = 1, clear = TRUE, .auto_close = FALSE, .envir = here
  )
  list(
    event = function(event) {
      if (event$kind == "phase") here$text <- event$text
      if (event$kind == "progress") here$text <- event$message
      set <- if (event$kind == "progress") event$fraction
      if (!is.null(set) || event$kind == "phase") cli::cli_progress_update(set = set, inc = 0, id = id, .envir = here)
    },
    end = function() cli::cli_progress_done(id = id, .envir = here)
  )
}

omniplug_cancel <- function() {
  stop(structure(
    class = c("omniplug_cancellation", "error", "condition"),
    list(message = "the call is to be cancelled, which only `on_event` functions can ask for", call = NULL)
  ))
}
