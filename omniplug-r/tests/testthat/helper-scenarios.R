# Replays the scenarios of the repository, whose form is told in tests/scenarios/README.md.

replay_scenario <- function(file, root) {
  scenario <- jsonlite::fromJSON(file, simplifyVector = FALSE)
  replay <- new.env()
  replay$root <- root
  replay$home <- tempfile("omniplug")
  replay$om <- omniplug_open(replay$home)
  on.exit({
    omniplug_close(replay$om)
    unlink(replay$home, recursive = TRUE)
  })
  for (number in seq_along(scenario$steps)) {
    step <- scenario$steps[[number]]
    label <- sprintf("%s, step %d (%s)", scenario$name, number, step$call)
    replay_step(replay, step, label)
  }
}

replay_step <- function(replay, step, label) {
  heard <- list()
  listen <- function(event) {
    heard[[length(heard) + 1L]] <<- event
    if (identical(event$kind, step$cancel_on)) omniplug_cancel()
  }
  answer <- tryCatch(
    replay_call(replay, step$call, step$arguments, listen),
    omniplug_error = function(error) error
  )
  if (!is.null(step$error)) {
    expect_s3_class(answer, paste0("omniplug_", step$error))
    return(expect_identical(answer$kind, step$error, label = label))
  }
  if (inherits(answer, "omniplug_error")) return(fail(paste0(label, ": ", conditionMessage(answer))))
  if (step$call == "execute_many") {
    answer <- lapply(answer, function(one) if (inherits(one, "omniplug_error")) list(error = one$kind) else one)
  }
  for (at in seq_along(step$result)) {
    path <- names(step$result)[at]
    expect_standing(at_path(answer, path), step$result[[at]], sprintf("%s, `%s`", label, path))
  }
  if (length(step$result) == 0L) succeed()
  expect_heard(heard, step$events, label)
}

replay_call <- function(replay, call, arguments, listen) {
  om <- replay$om
  if (call == "open") {
    omniplug_close(om)
    replay$om <- do.call(omniplug_open, c(list(replay$home), arguments))
    return(NULL)
  }
  if (!is.null(arguments$source)) arguments$source <- source_of(arguments$source, replay$root)
  if ("input" %in% names(arguments)) arguments["input"] <- list(input_of(arguments$input))
  if ("inputs" %in% names(arguments)) arguments$inputs <- lapply(arguments$inputs, input_of)
  if (call %in% c("install", "execute", "execute_source", "execute_many")) arguments$on_event <- listen
  if (call == "rules") om <- NULL
  if (call %in% c("scan", "audit")) names(arguments)[names(arguments) == "source"] <- "path"
  verb <- getExportedValue("omniplug", paste0("omniplug_", call))
  do.call(verb, c(if (!is.null(om)) list(om), arguments))
}

source_of <- function(source, root) {
  if (is.character(source)) return(file.path(root, source))
  folder <- tempfile("plugin")
  dir.create(folder)
  manifest <- jsonlite::toJSON(source$manifest, auto_unbox = TRUE, null = "null", digits = NA)
  writeLines(manifest, file.path(folder, "manifest.json"))
  for (name in names(source$files)) cat(source$files[[name]], file = file.path(folder, name))
  folder
}

input_of <- function(input) {
  if (!identical(names(input), "table")) return(input)
  as.data.frame(lapply(input$table, function(column) {
    unlist(lapply(column, function(value) if (is.null(value)) NA else value))
  }), check.names = FALSE)
}

# What stands at a dotted path; NULL where there is nothing.
at_path <- function(value, path) {
  for (part in strsplit(path, ".", fixed = TRUE)[[1L]]) {
    if (grepl("^[0-9]+$", part)) {
      value <- element(value, as.integer(part) + 1L)
    } else {
      value <- if (is.list(value) && part %in% names(value)) value[[part]]
    }
  }
  value
}

# The element of a list, or the row of a data frame as a list.
element <- function(value, place) {
  if (is.data.frame(value)) return(if (place <= nrow(value)) lapply(value, function(column) column[[place]]))
  if (place <= length(value)) value[[place]]
}

expect_standing <- function(value, expected, label) {
  if (identical(names(expected), "present")) return(expect_false(is_missing(value), label = label))
  if (identical(names(expected), "contains")) return(expect_match(value, expected$contains, fixed = TRUE, label = label))
  if (identical(names(expected), "length")) {
    size <- if (is.data.frame(value)) nrow(value) else length(value)
    if (is.character(value) && length(value) == 1L && expected$length > 1L) size <- nchar(value)
    return(expect_equal(size, expected$length, label = label))
  }
  expect_equal(plain(value), plain(expected), tolerance = 1e-9, label = label)
}

is_missing <- function(value) is.null(value) || length(value) == 1L && is.atomic(value) && is.na(value)

# R does not tell a scalar from an array of one element, nor an empty array from an empty object. So both sides are
# brought to the same lists: elements one by one, null as NULL, names sorted, one element as the element.
plain <- function(value) {
  if (is_missing(value) || NROW(value) == 0L) return(NULL)
  if (inherits(value, "POSIXct")) value <- as.character(value)
  if (inherits(value, "omniplug_frame")) {
    value <- lapply(seq_len(nrow(value)), function(row) lapply(value, function(column) column[[row]]))
  }
  if (is.atomic(value) && length(value) == 1L && is.null(names(value))) return(leaf(as.vector(value)))
  names <- names(value)
  value <- lapply(unname(as.list(unclass(value))), plain)
  if (is.null(names)) return(if (length(value) == 1L) value[[1L]] else value)
  structure(value, names = names)[order(names)]
}

leaf <- function(value) if (is.numeric(value)) as.numeric(value) else value

expect_heard <- function(heard, expected, label) {
  for (event in expected) {
    fits <- vapply(heard, function(one) all(mapply(is_expected, one[names(event)], event)), NA)
    expect_true(any(fits), label = sprintf("%s, heard `%s`", label, event$kind))
  }
}

# Whether a part of an event is as a scenario has it.
is_expected <- function(part, expected) {
  if (identical(names(expected), "present")) return(!is_missing(part))
  isTRUE(all.equal(plain(part), plain(expected), tolerance = 1e-9))
}
