# Tables on the wire: data frames in, data frames out.
#
# | wire | R |
# | --- | --- |
# | floats | double |
# | integers | integer where all values fit, else double where it holds them exactly, else doubles whose bits are the
# |          | integers, of the class `integer64` (which the package bit64 knows), else text |
# | bool | logical |
# | utf8 | character |
# | category | factor, ordered where it says so |
# | timestamp | POSIXct, exact to the microsecond |
# | date | Date |

# The value with each list("$table" = n) replaced by the data frame that it stands for.
attach_tables <- function(value, tables) {
  if (!is.list(value) || is.data.frame(value)) return(value)
  if (identical(names(value), "$table")) return(tables[[value[[1L]] + 1L]])
  for (i in seq_along(value)) if (is.list(value[[i]])) value[[i]] <- attach_tables(value[[i]], tables)
  value
}

decode_tables <- function(described, warn) {
  lapply(described, function(table) {
    columns <- lapply(table$columns, decode_column, rows = table$rows, warn = warn)
    names <- vapply(table$columns, function(column) column$name, "")
    structure(columns, names = names, row.names = .set_row_names(table$rows), class = "data.frame")
  })
}

decode_column <- function(column, rows, warn) {
  place <- function(name) as.double(unlist(column[[name]]))
  type <- if (identical(column$unit, "ns")) "timestamp_ns" else column$type
  answer <- .Call(native$read_column, type, rows, place("data"), place("validity"), place("offsets"))
  values <- answer[[1L]]
  note <- answer[[2L]]
  if (note == 3L) class(values) <- "integer64"
  text <- switch(note,
    "column `%s` has characters of code zero; R can't hold them, they are `?`",
    "column `%s` has integers beyond those of R and of the class `integer64`; they are text",
    NULL,
    "column `%s` has times that R holds rounded, being further than 272 years from 1970",
    "column `%s` has parts of microseconds; R holds times of today to a quarter of one"
  )
  if (!is.null(text)) warn(sprintf(text, column$name))
  switch(column$type,
    category = structure(
      values, levels = as.character(unlist(column$categories)),
      class = c(if (isTRUE(column$ordered)) "ordered", "factor")
    ),
    timestamp = .POSIXct(values, if (is.null(column$timezone)) "UTC" else column$timezone),
    date = structure(values, class = "Date"),
    values
  )
}

# Out.

# A matrix with names as a data frame; its row names become the first column, `row`.
matrix_frame <- function(value) {
  rows <- rownames(value)
  columns <- colnames(value)
  if (is.null(columns)) columns <- paste0("V", seq_len(ncol(value)))
  frame <- lapply(seq_len(ncol(value)), function(i) as.vector(value[, i]))
  frame <- structure(frame, names = columns, row.names = .set_row_names(nrow(value)), class = "data.frame")
  if (is.null(rows)) frame else with_rows(frame, rows)
}

with_rows <- function(frame, rows) {
  name <- if ("row" %in% names(frame)) "row.names" else "row"
  columns <- c(structure(list(rows), names = name), unclass(frame))
  attributes(columns) <- list(names = names(columns))
  structure(columns, row.names = .set_row_names(length(rows)), class = "data.frame")
}

# Puts a data frame into the body and answers its description as JSON.
encode_frame <- function(frame, place, state) {
  if (.row_names_info(frame) > 0L) frame <- with_rows(frame, row.names(frame))
  names <- clean_text(names(frame), state)
  if (anyDuplicated(names)) {
    refuse(sprintf("`%s` has two columns `%s`; rename one", place, names[duplicated(names)][1L]))
  }
  rows <- nrow(frame)
  if (length(names) == 0L) rows <- 0L
  columns <- vapply(seq_along(names), function(i) {
    encode_column(names[i], frame[[i]], sprintf("%s$%s", place, names[i]), state)
  }, "")
  sprintf("{\"rows\":%s,\"columns\":%s}", json_quote(rows), json_write_list(columns))
}

encode_column <- function(name, values, place, state) {
  if (is.matrix(values) && ncol(values) == 1L) values <- values[, 1L]
  if (is.null(values) || is.list(values) && !inherits(values, "POSIXlt") || !is.null(dim(values))) {
    refuse(sprintf("column `%s` holds lists or a matrix; a column holds text, numbers, logicals, dates or times", place))
  }
  type <- column_type(values)
  if (is.na(type)) {
    refuse(sprintf("column `%s` is of type `%s`; convert it to text or numbers", place, class(values)[1L]))
  }
  more <- switch(type, category = describe_levels(values, state), timestamp = describe_zone(values), "")
  if (inherits(values, "POSIXlt")) values <- as.POSIXct(values)
  if (inherits(values, "difftime")) values <- as.numeric(values, units = "secs")
  if (type == "utf8") values <- clean_text(values, state)
  parts <- .Call(native$write_column, values, type)
  if (is.null(parts[[1L]])) refuse(sprintf("column `%s` has a %s beyond what a table holds", place, type))
  place_text <- function(buffer) if (is.null(buffer)) "null" else json_write_list(json_quote(add_buffer(state$body, buffer)))
  sprintf(
    "{\"name\":%s,\"type\":\"%s\",\"nulls\":%.0f,\"validity\":%s,\"offsets\":%s,\"data\":%s%s}",
    json_quote(name), type, parts[[4L]], place_text(parts[[2L]]), place_text(parts[[3L]]), place_text(parts[[1L]]), more
  )
}

column_type <- function(values) {
  if (is.factor(values)) return("category")
  if (inherits(values, "Date")) return("date")
  if (inherits(values, "POSIXt")) return("timestamp")
  if (is_integer64(values)) return("int64")
  switch(typeof(values), logical = "bool", integer = "int32", double = "float64", character = "utf8", NA)
}

describe_levels <- function(values, state) {
  levels <- .Call(native$write_array, clean_text(levels(values), state))
  sprintf(",\"categories\":%s,\"ordered\":%s", levels, if (is.ordered(values)) "true" else "false")
}

describe_zone <- function(values) {
  zone <- attr(as.POSIXct(values), "tzone")
  zone <- if (is.null(zone) || !nzchar(zone[1L])) Sys.timezone() else zone[1L]
  paste0(",\"timezone\":", json_quote(if (is.na(zone)) "UTC" else zone))
}
