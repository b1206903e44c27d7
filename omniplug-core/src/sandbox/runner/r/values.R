# From a plugin's result to JSON and tables.
#
# - NULL and NA become null; NaN and infinities too, and one warning counts them (columns of tables keep them).
# - A vector of length 1 becomes a scalar, unless it is wrapped in I(); a longer one an array, or an object when
#   all its elements have names.
# - A named list becomes an object, another list an array.
# - A data frame, and a matrix with row or column names, becomes a table; another matrix an array of its rows.
# - Factors become text, dates and times ISO 8601 text, difftime seconds, `integer64` its digits.
# - Functions, environments, S4 objects, calls, raw and complex vectors are errors that name their place.

# Beyond this, R itself may run out of its stack.
deepest <- 50L

refuse <- function(message, type = "InvalidResult", traceback = NULL) {
  stop(structure(
    class = c(type, "PluginFailure", "error", "condition"),
    list(message = message, call = NULL, traceback = traceback)
  ))
}

new_result <- function(body) {
  state <- new.env(parent = emptyenv())
  state$body <- body
  state$tables <- character()
  state$not_finite <- 0
  state$repaired <- 0
  state
}

result_warnings <- function(state) {
  c(
    if (state$not_finite > 0) {
      sprintf("%.0f numbers in the result are NaN or infinite; JSON has null there", state$not_finite)
    },
    if (state$repaired > 0) sprintf("%.0f texts that are not valid UTF-8 were repaired", state$repaired)
  )
}

# Text as UTF-8; bytes that are none are replaced.
clean_text <- function(text, state) {
  text <- as.character(text)
  if (.Call(native$is_clean, text)) return(text)
  # Before `enc2utf8`, which writes such bytes out as `<ff>` without a word.
  bad <- !is.na(text) & Encoding(text) != "latin1" & !validUTF8(text)
  if (any(bad)) {
    state$repaired <- state$repaired + sum(bad)
    text[bad] <- iconv(text[bad], "UTF-8", "UTF-8", sub = "\uFFFD")
  }
  enc2utf8(text)
}

write_value <- function(value, place, state, depth = 0L) {
  if (depth > deepest) refuse(sprintf("`%s` is nested deeper than %d levels", substr(place, 1L, 60L), deepest))
  if (is.null(value)) return("null")
  if (is.data.frame(value)) return(write_table(value, place, state, depth))
  if (inherits(value, "POSIXlt")) value <- as.POSIXct(value)
  if (is.function(value) || is.environment(value) || isS4(value) || is.language(value) || is.raw(value) ||
      is.complex(value) || !(is.atomic(value) || is.list(value))) {
    refuse(sprintf(
      "`%s` is of type `%s`, which JSON can't hold; return text, numbers, lists or data frames",
      place, class(value)[1L]
    ))
  }
  if (length(dim(value)) >= 2L) return(write_array(value, place, state, depth))
  if (is.list(value)) write_list(value, place, state, depth) else write_vector(value, state)
}

write_table <- function(frame, place, state, depth) {
  if (is.null(state$body)) return(write_list(as.list(frame), place, state, depth, arrays = TRUE))
  state$tables <- c(state$tables, encode_frame(frame, place, state))
  sprintf("{\"$table\":%d}", length(state$tables) - 1L)
}

write_array <- function(value, place, state, depth) {
  named <- length(dim(value)) == 2L && is.atomic(value) && !is.null(unlist(dimnames(value)))
  if (named && !is.null(state$body)) return(write_table(matrix_frame(value), place, state, depth))
  sizes <- dim(value)
  if (length(sizes) == 2L && is.atomic(value) && all(sizes > 0L)) {
    # All at once: value by value takes a hundred times as long.
    items <- write_scalars(value, state)
    dim(items) <- sizes
    rows <- do.call(paste, c(lapply(seq_len(sizes[2L]), function(column) items[, column]), sep = ","))
    return(json_write_list(sprintf("[%s]", rows)))
  }
  items <- vapply(seq_len(sizes[1L]), function(i) {
    index <- c(list(value, i), rep(list(TRUE), length(sizes) - 1L), list(drop = FALSE))
    slice <- do.call(`[`, index)
    slice <- if (length(sizes) == 2L) I(as.vector(slice)) else array(slice, sizes[-1L])
    write_value(slice, sprintf("%s[%d]", place, i), state, depth + 1L)
  }, "")
  json_write_list(items)
}

write_list <- function(value, place, state, depth, arrays = FALSE) {
  names <- names(value)
  value <- unclass(value)
  if (is.null(names)) {
    items <- vapply(seq_along(value), function(i) {
      write_value(value[[i]], sprintf("%s[[%d]]", place, i), state, depth + 1L)
    }, "")
    return(json_write_list(items))
  }
  names <- clean_text(names, state)
  blank <- is.na(names) | !nzchar(names)
  names[blank] <- as.character(which(blank))
  if (anyDuplicated(names)) refuse(sprintf("`%s` has the name `%s` twice", place, names[duplicated(names)][1L]))
  if ("$table" %in% names) refuse(sprintf("`%s` has the name `$table`, which is reserved", place))
  items <- vapply(seq_along(value), function(i) {
    item <- if (arrays) I(value[[i]]) else value[[i]]
    write_value(item, sprintf("%s$%s", place, names[i]), state, depth + 1L)
  }, "")
  json_write_object(names, items)
}

write_vector <- function(value, state) {
  names <- names(value)
  array <- inherits(value, "AsIs")
  value <- plain_vector(value, state)
  named <- length(names) && !array && length(value) != 1L && all(nzchar(names)) && !anyNA(names) && !anyDuplicated(names)
  if (named) return(json_write_object(clean_text(names, state), write_items(value)))
  if (length(value) == 1L && !array) return(write_items(value))
  if (is_integer64(value)) json_write_list(write_items(value)) else .Call(native$write_array, value)
}

# The JSON of each element.
write_scalars <- function(value, state) write_items(plain_vector(value, state))

write_items <- function(value) {
  if (!is_integer64(value)) return(.Call(native$write_items, value))
  items <- .Call(native$digits64, value)
  items[is.na(items)] <- "null"
  items
}

is_integer64 <- function(value) is.double(value) && inherits(value, "integer64")

# A vector as the helper writes it: logicals, numbers or text in UTF-8, and nothing about them.
plain_vector <- function(value, state) {
  if (is.object(value)) {
    class(value) <- setdiff(class(value), "AsIs")
    if (is_integer64(value)) return(value)
    if (is.factor(value) || inherits(value, "numeric_version")) value <- as.character(value)
    if (inherits(value, "Date")) value <- format(value)
    if (inherits(value, "POSIXct")) value <- format_times(value)
    if (inherits(value, "difftime")) value <- as.numeric(value, units = "secs")
  }
  value <- as.vector(value)
  if (is.character(value)) return(clean_text(value, state))
  if (is.double(value)) state$not_finite <- state$not_finite + .Call(native$count_not_finite, value)
  value
}

# ISO 8601, to the microsecond: R's own digits are cut off, not rounded.
format_times <- function(value) {
  seconds <- floor(as.numeric(value))
  micro <- round((as.numeric(value) - seconds) * 1e6)
  # Rounding may reach the next second.
  seconds <- seconds + (micro == 1e6)
  micro <- micro %% 1e6
  whole <- .POSIXct(seconds, attr(value, "tzone"))
  digits <- if (all(is.na(micro) | micro == 0)) "" else sprintf(".%06.0f", micro)
  offset <- format(whole, "%z")
  offset <- ifelse(offset == "+0000", "Z", paste0(substr(offset, 1L, 3L), ":", substr(offset, 4L, 5L)))
  text <- paste0(format(whole, "%Y-%m-%dT%H:%M:%S"), digits, offset)
  text[!is.finite(seconds)] <- NA
  text
}
