# Reading JSON in base R.
#
# The reader works on all bytes at once as far as it can: it finds strings, marks the structure outside
# them, cuts all tokens in one go and converts them by vector. Only arrays and objects are visited one by
# one, and arrays of records in a single step.
#
# Arrays become what R users know from jsonlite's `fromJSON`: an array of scalars of one type an atomic vector, an
# array of records a data frame, an array of equally long arrays of numbers a matrix; else lists. Objects
# become named lists.

quote_byte <- as.raw(0x22)
escape_byte <- as.raw(0x5c)
newline_byte <- as.raw(0x0a)
byte_table <- function(text) {
  table <- logical(256L)
  table[as.integer(charToRaw(text)) + 1L] <- TRUE
  table
}
structure_bytes <- byte_table("{}[],:")
space_bytes <- byte_table(" \t\r\n")

json_error <- function(text) {
  stop(structure(
    class = c("JSONError", "error", "condition"),
    list(message = paste0("not valid JSON: ", text), call = NULL)
  ))
}

# The value of a JSON text, which is given as raw UTF-8. Members of the outermost object that `plain` names are
# not simplified: their arrays stay lists.
parse_json <- function(bytes, simplify = TRUE, plain = character()) {
  if (length(bytes) > 1e5) compile_code(TRUE)
  tokens <- json_tokens(bytes)
  state <- new.env(parent = emptyenv())
  for (name in names(tokens)) state[[name]] <- tokens[[name]]
  state$simplify <- simplify
  state$plain <- plain
  value <- json_value(state, 1L)
  if (json_after(state, 1L) <= length(state$text)) json_error("there is more text after the value")
  value
}

# All tokens in order: their text, their kind, and for brackets the position of the closing one.
json_tokens <- function(bytes) {
  if (length(bytes) >= 3L && identical(bytes[1:3], as.raw(c(0xef, 0xbb, 0xbf)))) bytes <- bytes[-(1:3)]
  if (any(bytes == as.raw(0))) json_error("it has a zero byte")
  quotes <- which(bytes == quote_byte)
  quotes <- unescaped(bytes, quotes)
  if (length(quotes) %% 2L) json_error("a string does not end")
  opens <- quotes[c(TRUE, FALSE)]
  closes <- quotes[c(FALSE, TRUE)]
  depth <- integer(length(bytes) + 1L)
  depth[opens] <- 1L
  depth[closes + 1L] <- depth[closes + 1L] - 1L
  outside <- cumsum(depth)[seq_along(bytes)] == 0L
  if (any(bytes[!outside] < as.raw(0x20))) json_error("a string holds a line break or control character")
  codes <- as.integer(bytes) + 1L
  structural <- outside & structure_bytes[codes]
  # One token a line: line breaks around each structural character, spaces outside strings dropped.
  spaces <- outside & space_bytes[codes]
  bytes[spaces] <- newline_byte
  where <- which(structural)
  count <- rep.int(1L, length(bytes))
  count[where] <- 3L
  wide <- rep.int(bytes, count)
  ends <- cumsum(count)[where]
  wide[ends] <- newline_byte
  wide[ends - 2L] <- newline_byte
  wide[ends - 1L] <- bytes[where]
  connection <- rawConnection(wide)
  on.exit(close(connection))
  text <- readLines(connection, warn = FALSE, encoding = "UTF-8")
  text <- text[nzchar(text)]
  if (length(text) == 0L) json_error("it is empty")
  json_structure(text)
}

# The quotes that no backslash escapes: an even number of backslashes stands before them.
unescaped <- function(bytes, quotes) {
  slashes <- which(bytes == escape_byte)
  if (length(slashes) == 0L || length(quotes) == 0L) return(quotes)
  run_start <- c(TRUE, diff(slashes) != 1L)
  run <- cumsum(run_start)
  run_length <- tabulate(run)
  run_end <- slashes[c(which(run_start)[-1L] - 1L, length(slashes))]
  before <- match(quotes - 1L, run_end)
  quotes[is.na(before) | run_length[before] %% 2L == 0L]
}

json_structure <- function(text) {
  kind <- match(text, c("{", "}", "[", "]", ",", ":"), nomatch = 0L)
  opening <- kind == 1L | kind == 3L
  closing <- kind == 2L | kind == 4L
  depth <- cumsum(opening - closing)
  if (any(depth < 0L) || depth[length(depth)] != 0L) json_error("its brackets don't match")
  if (max(depth) > 200L) json_error("it is nested deeper than 200 levels")
  close <- integer(length(text))
  brackets <- which(opening | closing)
  leaf <- logical(length(text))
  if (length(brackets)) {
    # Brackets of one level alternate: sorted by level, each opening one stands before its closing one.
    level <- depth[brackets] + closing[brackets]
    sorted <- brackets[order(level, brackets)]
    first <- sorted[c(TRUE, FALSE)]
    last <- sorted[c(FALSE, TRUE)]
    if (!all(opening[first]) || !all(kind[last] == kind[first] + 1L)) json_error("its brackets don't match")
    close[first] <- last
    following <- match(first, brackets) + 1L
    leaf[first] <- brackets[following] == last
  }
  c(list(text = text, kind = kind, close = close, leaf = leaf), json_commas(kind, opening, depth))
}

# The commas, those of one bracket side by side, and for each opening bracket where its own begin and how many
# they are. Sorted by level, a comma belongs to the opening bracket before it.
json_commas <- function(kind, opening, depth) {
  marks <- which(opening | kind == 5L)
  marks <- marks[order(depth[marks], marks)]
  parent <- cummax(ifelse(opening[marks], seq_along(marks), 0L))
  if (any(parent == 0L)) json_error("a comma is out of place")
  is_comma <- !opening[marks]
  count <- integer(length(kind))
  first <- integer(length(kind))
  of <- marks[parent[is_comma]]
  counts <- rle(of)
  count[counts$values] <- counts$lengths
  first[counts$values] <- cumsum(c(1L, counts$lengths))[seq_along(counts$lengths)]
  list(commas = marks[is_comma], comma_first = first, comma_count = count)
}

json_after <- function(state, at) {
  if (state$close[at] > 0L) state$close[at] + 1L else at + 1L
}

json_value <- function(state, at) {
  switch(state$kind[at] + 1L,
    json_scalars(state$text[at])[[1L]],
    json_object(state, at),
    json_error("a bracket is out of place"),
    json_array(state, at),
    json_error("a bracket is out of place"),
    json_error("a comma is out of place"),
    json_error("a colon is out of place")
  )
}

# Positions of the items of an array, or of the keys of an object.
json_items <- function(state, at) {
  if (state$close[at] == at + 1L) return(integer())
  c(at, state$commas[seq.int(state$comma_first[at], length.out = state$comma_count[at])]) + 1L
}

json_object <- function(state, at) {
  keys <- json_items(state, at)
  if (length(keys) == 0L) return(structure(list(), names = character()))
  end <- state$close[at]
  if (max(keys) + 2L >= end || any(state$kind[keys] != 0L) || any(state$kind[keys + 1L] != 6L)) {
    json_error("an object has a member without key or value")
  }
  names <- json_strings(state$text[keys])
  if (anyDuplicated(names)) json_error("an object has a key twice")
  at_value <- keys + 2L
  if (state$leaf[at]) {
    if (length(keys) * 4L - 1L != end - at - 1L || any(state$kind[at_value] != 0L)) {
      json_error("an object's member is not `key: value`")
    }
    values <- json_scalars(state$text[at_value])
  } else {
    values <- vector("list", length(keys))
    simplify <- state$simplify
    for (i in seq_along(keys)) {
      if (at == 1L) state$simplify <- simplify && !names[i] %in% state$plain
      value <- json_value(state, at_value[i])
      if (!is.null(value)) values[[i]] <- value
      after <- json_after(state, at_value[i])
      if (after != (if (i < length(keys)) keys[i + 1L] - 1L else end)) json_error("a comma is missing")
    }
  }
  names(values) <- names
  values
}

json_array <- function(state, at) {
  items <- json_items(state, at)
  if (length(items) == 0L) return(list())
  if (state$leaf[at]) {
    if (length(items) * 2L - 1L != state$close[at] - at - 1L || any(state$kind[items] != 0L)) {
      json_error("an array's items are not divided by commas")
    }
    values <- state$text[items]
    return(if (state$simplify) json_vector(values) else json_scalars(values))
  }
  if (state$simplify) {
    frame <- json_frame(state, at, items)
    if (!is.null(frame)) return(frame)
  }
  values <- vector("list", length(items))
  ends <- c(items[-1L] - 1L, state$close[at])
  for (i in seq_along(items)) {
    value <- json_value(state, items[i])
    if (!is.null(value)) values[[i]] <- value
    if (json_after(state, items[i]) != ends[i]) json_error("a comma is missing")
  }
  if (state$simplify) json_simplified(values) else values
}

# The data frame of an array of flat records with the same keys in the same order; NULL for anything else.
json_frame <- function(state, at, items) {
  if (any(state$kind[items] != 1L) || !all(state$leaf[items])) return(NULL)
  if (any(state$close[items] + 1L != c(items[-1L] - 1L, state$close[at]))) json_error("a comma is missing")
  width <- unique(state$close[items] - items)
  if (length(width) != 1L || width < 4L || width %% 4L != 0L) return(NULL)
  fields <- width %/% 4L
  offsets <- seq.int(1L, by = 4L, length.out = fields)
  positions <- rep(items, each = fields) + offsets
  if (any(state$kind[positions] != 0L) || any(state$kind[positions + 1L] != 6L)) return(NULL)
  if (any(state$kind[positions + 2L] != 0L)) return(NULL)
  keys <- state$text[positions]
  # References to tables are no records.
  if (any(keys != keys[seq_len(fields)]) || keys[1L] == "\"$table\"") return(NULL)
  columns <- lapply(seq_len(fields), function(field) json_vector(state$text[items + offsets[field] + 2L], TRUE))
  json_as_frame(columns, json_strings(keys[seq_len(fields)]), length(items))
}

json_as_frame <- function(columns, names, rows) {
  structure(columns, names = names, row.names = .set_row_names(rows), class = "data.frame")
}

# Simplifies a list of converted items: records whose keys differ, rows of a matrix.
json_simplified <- function(values) {
  lengths <- lengths(values)
  if (all(vapply(values, is.numeric, NA)) && lengths[1L] > 1L && all(lengths == lengths[1L]) &&
      all(vapply(values, function(value) is.null(dim(value)), NA))) {
    return(matrix(unlist(values), nrow = length(values), byrow = TRUE))
  }
  record <- function(value) {
    is.list(value) && !is.data.frame(value) && !is.null(names(value)) && length(value) > 0L && names(value)[1L] != "$table" &&
      all(vapply(value, function(field) is.null(field) || (is.atomic(field) && length(field) == 1L), NA))
  }
  if (!all(vapply(values, record, NA))) return(values)
  names <- unique(unlist(lapply(values, names)))
  columns <- lapply(names, function(name) {
    column <- lapply(values, function(value) if (is.null(value[[name]])) NA else value[[name]])
    unlist(column)
  })
  json_as_frame(columns, names, length(values))
}

# One vector of scalars of one type (null is NA), or a list where the types differ.
json_vector <- function(text, column = FALSE) {
  null <- text == "null"
  first <- substr(text, 1L, 1L)
  strings <- first == "\""
  if (all(strings | null) && any(strings)) {
    values <- rep(NA_character_, length(text))
    values[strings] <- json_strings(text[strings])
    return(values)
  }
  logicals <- text == "true" | text == "false"
  if (all(logicals | null)) {
    values <- text == "true"
    values[null] <- NA
    return(values)
  }
  numbers <- !strings & !logicals & !null
  if (all(numbers | null)) {
    values <- rep(NA_real_, length(text))
    values[numbers] <- json_numbers(text[numbers])
    return(json_integers(values, text))
  }
  values <- json_scalars(text)
  if (column) values <- vapply(values, function(value) if (is.null(value)) NA_character_ else as.character(value), "")
  values
}

# Whole numbers without point or exponent are integers where they fit, as R users know it from jsonlite.
json_integers <- function(values, text) {
  known <- values[!is.na(values)]
  whole <- !grepl("[.eE]", text)
  if (all(whole | is.na(values)) && all(abs(known) <= .Machine$integer.max)) as.integer(values) else values
}

json_scalars <- function(text) {
  values <- vector("list", length(text))
  first <- substr(text, 1L, 1L)
  strings <- first == "\""
  if (any(strings)) values[strings] <- as.list(json_strings(text[strings]))
  logicals <- text == "true" | text == "false"
  if (any(logicals)) values[logicals] <- as.list(text[logicals] == "true")
  numbers <- !strings & !logicals & text != "null"
  if (any(numbers)) {
    parsed <- json_numbers(text[numbers])
    whole <- !grepl("[.eE]", text[numbers]) & is.finite(parsed) & abs(parsed) <= .Machine$integer.max
    parsed <- as.list(parsed)
    parsed[whole] <- lapply(parsed[whole], as.integer)
    values[numbers] <- parsed
  }
  values
}

json_numbers <- function(text) {
  special <- match(text, c("NaN", "Infinity", "-Infinity"))
  valid <- !is.na(special) | grepl("^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?$", text, perl = TRUE)
  if (!all(valid)) json_error(paste0("`", substr(text[!valid][1L], 1L, 40L), "` is no value"))
  values <- rep(NA_real_, length(text))
  plain <- is.na(special)
  values[plain] <- exact_numbers(text[plain])
  values[!plain] <- c(NaN, Inf, -Inf)[special[!plain]]
  values
}

# R's own conversion misses the nearest double now and then by its last bit. Up to 15 digits and 22 places are one
# division or product of two exact doubles, which is right (Clinger, "How to read floating point numbers accurately").
exact_numbers <- function(text) {
  values <- as.numeric(text)
  check <- which((grepl("[.eE]", text) | nchar(text) > 15L) & is.finite(values) & values != 0)
  if (length(check) == 0L) return(values)
  mantissa <- sub("[eE].*$", "", text[check])
  digits <- sub("^0+", "", gsub("[-.]", "", mantissa))
  places <- nchar(sub("^[^.]*[.]?", "", mantissa))
  exponent <- grepl("[eE]", text[check])
  places[exponent] <- places[exponent] - as.numeric(sub("^.*[eE]", "", text[check][exponent]))
  fast <- nchar(digits) <= 15L & abs(places) <= 22
  whole <- as.numeric(digits[fast]) * sign(values[check[fast]])
  power <- powers_of_ten[abs(places[fast]) + 1]
  values[check[fast]] <- ifelse(places[fast] > 0, whole / power, whole * power)
  slow <- !fast & nchar(digits) <= 21L
  values[check[slow]] <- nearest_numbers(values[check[slow]], digits[slow])
  values
}

powers_of_ten <- as.numeric(paste0("1e", 0:22))

# Of each number and its two neighbours the one that prints the digits nearest to those given.
nearest_numbers <- function(values, digits) {
  if (length(values) == 0L) return(values)
  digits <- substr(paste0(digits, strrep("0", 21L)), 1L, 21L)
  high <- as.numeric(substr(digits, 1L, 11L))
  low <- as.numeric(substr(digits, 12L, 21L))
  distance <- function(numbers) {
    shown <- sprintf("%.20e", abs(numbers))
    abs((as.numeric(paste0(substr(shown, 1L, 1L), substr(shown, 3L, 12L))) - high) * 1e10 +
      as.numeric(substr(shown, 13L, 22L)) - low)
  }
  own <- values
  best <- distance(own)
  step <- 2^pmax(floor(log2(abs(own))) - 52, -1074)
  for (near in list(own - step, own + step)) {
    near[!is.finite(near)] <- own[!is.finite(near)]
    other <- distance(near)
    better <- which(other < best)
    values[better] <- near[better]
    best[better] <- other[better]
  }
  values
}

# The values of JSON strings, which are given with their quotes.
json_strings <- function(text) {
  if (any(substr(text, 1L, 1L) != "\"")) json_error("a key is not a string")
  inner <- substr(text, 2L, nchar(text) - 1L)
  escaped <- grepl("\\", inner, fixed = TRUE)
  if (any(escaped)) inner[escaped] <- vapply(inner[escaped], json_unescape, "", USE.NAMES = FALSE)
  Encoding(inner) <- "UTF-8"
  inner
}

json_unescape <- function(text) {
  pieces <- regmatches(text, gregexpr("\\\\u[0-9a-fA-F]{4}|\\\\.|[^\\\\]+", text, perl = TRUE))[[1L]]
  escapes <- substr(pieces, 1L, 1L) == "\\"
  codes <- substr(pieces, 2L, 2L)
  simple <- c("\"" = "\"", "\\" = "\\", "/" = "/", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t")
  plain <- escapes & codes != "u"
  if (any(!codes[plain] %in% names(simple))) json_error("a string has an unknown escape")
  pieces[plain] <- simple[codes[plain]]
  unicode <- which(escapes & codes == "u")
  units <- strtoi(substr(pieces[unicode], 3L, 6L), 16L)
  if (anyNA(units)) json_error("a string has an unknown escape")
  i <- 1L
  while (i <= length(unicode)) {
    unit <- units[i]
    high <- unit >= 0xD800L && unit <= 0xDBFFL
    paired <- high && i < length(unicode) && unicode[i + 1L] == unicode[i] + 1L &&
      units[i + 1L] >= 0xDC00L && units[i + 1L] <= 0xDFFFL
    if (paired) {
      unit <- 0x10000L + (unit - 0xD800L) * 0x400L + (units[i + 1L] - 0xDC00L)
      pieces[unicode[i + 1L]] <- ""
    } else if (unit >= 0xD800L && unit <= 0xDFFFL) {
      unit <- 0xFFFDL
    }
    # R's strings can't hold the character of code zero.
    pieces[unicode[i]] <- if (unit == 0L) "\uFFFD" else intToUtf8(unit)
    i <- i + if (paired) 2L else 1L
  }
  paste(pieces, collapse = "")
}
