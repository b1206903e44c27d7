# Scripts: plugins that read `/plugin/input.json` and write `/plugin/output.json`.

input_path <- "/plugin/input.json"
output_path <- "/plugin/output.json"

write_input <- function(given) {
  text <- write_value(given, "input", new_result(NULL))
  connection <- file(input_path, "wb")
  on.exit(close(connection))
  writeBin(charToRaw(paste0(enc2utf8(text), "\n")), connection)
}

# Runs the file as Rscript does: in the global environment, printing what is visible.
run_script <- function(plan, state) {
  mask_session(plan, state)
  evaluate <- function(call) in_plugin(function() withVisible(eval(call, globalenv())))
  # What `sys.nframe` answers at the top level counts as 0.
  state$frames <- 0L
  each_call(expression(sys.nframe()), function(call) state$frames <- evaluate(call)$value)
  each_call(plan$code, function(call) {
    result <- evaluate(call)
    if (result$visible) print(result$value)
  })
}

# Functions that a script asks about its session: they answer as if it were the main program. `quit` keeps the
# status, which the reply needs and R does not tell its exit finalizers.
mask_session <- function(plan, state) {
  quit <- function(save = "no", status = 0, runLast = TRUE) {
    state$status <- as.integer(status)
    base::quit("no", status, runLast)
  }
  masks <- list(
    quit = quit, q = quit,
    sys.nframe = function() max(0L, base::sys.nframe() - 1L - state$frames),
    commandArgs = function(trailingOnly = FALSE) {
      if (trailingOnly) character() else c("R", "--no-echo", "--no-restore", paste0("--file=", plan$path))
    }
  )
  attach(masks, name = "omniplug:session", warn.conflicts = FALSE)
}

# The result of an ended script.
script_result <- function(state) {
  if (state$status != 0L) {
    result <- tryCatch(read_output(state$limit), error = function(error) NULL)
    errors <- if (is.list(result)) unlist(result$errors)
    refuse(if (length(errors)) as.character(errors[1L]) else sprintf("the script exited with status %d", state$status), "ExitStatus")
  }
  if (!file.exists(output_path) && is.na(Sys.readlink(output_path))) no_output()
  read_output(state$limit)
}

no_output <- function() {
  refuse(sprintf("the script ended without writing `%s`; write its result there, or define `execute`", output_path), "NoOutput")
}

# The value in `output.json`. Only a regular file counts: a plugin may have put a link or a pipe there.
read_output <- function(limit) {
  link <- Sys.readlink(output_path)
  if (!is.na(link) && nzchar(link)) refuse(sprintf("`%s` is not a regular file", output_path), "InvalidOutput")
  if (!file.exists(output_path)) no_output()
  size <- file.size(output_path)
  # `file()` would wait for ever at a pipe; R tells one by its type only.
  if (!identical(regular_file(output_path), TRUE)) {
    refuse(sprintf("`%s` is not a regular file", output_path), "InvalidOutput")
  }
  if (!is.null(limit) && size > limit) {
    refuse(sprintf("`%s` has %.0f bytes, the limit is %.0f", output_path, size, limit), "InvalidOutput")
  }
  bytes <- readBin(output_path, "raw", size)
  if (!validUTF8(rawToChar(bytes[bytes != as.raw(0)]))) {
    bytes <- charToRaw(iconv(rawToChar(bytes[bytes != as.raw(0)]), "UTF-8", "UTF-8", sub = "\uFFFD"))
  }
  tryCatch(
    # Records stay lists: what the script wrote is passed on as it is.
    parse_json(bytes, simplify = FALSE),
    JSONError = function(error) {
      refuse(sprintf("`%s` is not a result: %s", output_path, conditionMessage(error)), "InvalidOutput")
    }
  )
}

# Pipes, sockets and devices have no size; an empty regular file is no result either.
regular_file <- function(path) {
  information <- file.info(path, extra_cols = FALSE)
  !is.na(information$size) && !information$isdir && information$size > 0
}
