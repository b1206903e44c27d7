# Tables on the wire: data frames in, data frames out.
#
# | wire | R |
# | --- | --- |
# | floats | double |
# | integers | integer where all values fit, else double |
# | bool | logical |
# | utf8 | character |
# | category | factor, ordered where it says so |
# | timestamp | POSIXct |
# | date | Date |

two32 <- 2^32

# The value with each list("$table" = n) replaced by the data frame that it stands for.
attach_tables <- function(value, tables) {
  if (!is.list(value) || is.data.frame(value)) return(value)
  if (identical(names(value), "$table")) return(tables[[value[[1L]] + 1L]])
  for (i in seq_along(value)) if (is.list(value[[i]])) value[[i]] <- attach_tables(value[[i]], tables)
  value
}

decode_tables <- function(described, body, warn) {
  lapply(described, function(table) {
    columns <- lapply(table$columns, decode_column, rows = table$rows, body = body, warn = warn)
    names <- vapply(table$columns, function(column) column$name, "")
    structure(columns, names = names, row.names = .set_row_names(table$rows), class = "data.frame")
  })
}

buffer <- function(body, place) {
  if (is.null(place) || place[[2L]] == 0) raw() else body[place[[1L]] + seq_len(place[[2L]])]
}

decode_column <- function(column, rows, body, warn) {
  data <- buffer(body, column$data)
  values <- switch(column$type,
    float64 = readBin(data, "double", rows, 8L, endian = "little"),
    float32 = readBin(data, "double", rows, 4L, endian = "little"),
    int8 = readBin(data, "integer", rows, 1L),
    int16 = readBin(data, "integer", rows, 2L, endian = "little"),
    uint8 = readBin(data, "integer", rows, 1L, signed = FALSE),
    uint16 = readBin(data, "integer", rows, 2L, signed = FALSE, endian = "little"),
    int32 = narrow(signed32(data, rows)),
    uint32 = narrow(unsigned32(data, rows)),
    int64 = narrow(read64(data, rows, TRUE)),
    uint64 = narrow(read64(data, rows, FALSE)),
    bool = as.logical(as.integer(data)),
    utf8 = decode_texts(column, rows, data, body, warn),
    category = decode_category(column, rows, data),
    timestamp = decode_times(column, rows, data, warn),
    date = structure(signed32(data, rows), class = "Date"),
    stop("unknown column type ", column$type, call. = FALSE)
  )
  if (column$type %in% c("int64", "uint64") && any(abs(values) > 2^53)) {
    warn(sprintf("column `%s` has integers beyond 2^53; R holds them rounded", column$name))
  }
  if (!is.null(column$validity)) values[buffer(body, column$validity) == as.raw(0)] <- NA
  values
}

# As doubles, since R takes the smallest integer for a missing one.
signed32 <- function(data, rows) {
  values <- as.numeric(readBin(data, "integer", rows, 4L, endian = "little"))
  values[is.na(values)] <- -2^31
  values
}

unsigned32 <- function(data, rows) {
  values <- signed32(data, rows)
  negative <- values < 0
  values[negative] <- values[negative] + two32
  values
}

read64 <- function(data, rows, signed) {
  words <- unsigned32(data, 2 * rows)
  low <- words[c(TRUE, FALSE)]
  high <- words[c(FALSE, TRUE)]
  if (signed) {
    negative <- high >= 2^31
    high[negative] <- high[negative] - two32
  }
  high * two32 + low
}

narrow <- function(values) {
  if (all(abs(values) <= .Machine$integer.max)) as.integer(values) else values
}

decode_texts <- function(column, rows, data, body, warn) {
  if (rows == 0) return(character())
  offsets <- read64(buffer(body, column$offsets), rows + 1, FALSE)
  if (any(data == as.raw(0))) {
    warn(sprintf("column `%s` has characters of code zero; R can't hold them, they are `?`", column$name))
    data[data == as.raw(0)] <- as.raw(0x3f)
  }
  text <- rawToChar(data)
  # As bytes, each piece is cut at its place without counting characters from the start.
  Encoding(text) <- "bytes"
  values <- substring(text, offsets[-length(offsets)] + 1, offsets[-1L])
  Encoding(values) <- "UTF-8"
  values
}

decode_times <- function(column, rows, data, warn) {
  unit <- if (identical(column$unit, "ns")) 1e9 else 1e6
  if (unit == 1e9) {
    warn(sprintf("column `%s` has parts of microseconds; R holds times of today to a quarter of one", column$name))
  }
  .POSIXct(read64(data, rows, TRUE) / unit, if (is.null(column$timezone)) "UTC" else column$timezone)
}

decode_category <- function(column, rows, data) {
  codes <- readBin(data, "integer", rows, 4L, endian = "little") + 1L
  codes[codes == 0L] <- NA
  levels <- as.character(unlist(column$categories))
  structure(codes, levels = levels, class = c(if (isTRUE(column$ordered)) "ordered", "factor"))
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
  sprintf("{\"rows\":%s,\"columns\":%s}", json_write_numbers(rows), json_write_list(columns))
}

encode_column <- function(name, values, place, state) {
  if (is.matrix(values) && ncol(values) == 1L) values <- values[, 1L]
  if (is.null(values) || is.list(values) && !inherits(values, "POSIXlt") || !is.null(dim(values))) {
    refuse(sprintf("column `%s` holds lists or a matrix; a column holds text, numbers, logicals, dates or times", place))
  }
  missing <- is.na(values)
  more <- ""
  offsets <- NULL
  if (is.factor(values)) {
    type <- "category"
    codes <- as.integer(values) - 1L
    codes[missing] <- -1L
    data <- writeBin(codes, raw(), 4L, "little")
    more <- sprintf(
      ",\"categories\":%s,\"ordered\":%s", json_write_list(json_quote(clean_text(levels(values), state))),
      if (is.ordered(values)) "true" else "false"
    )
    missing[] <- FALSE
  } else if (inherits(values, "Date")) {
    type <- "date"
    days <- floor(as.numeric(values))
    days[missing] <- 0
    data <- writeBin(as.integer(days), raw(), 4L, "little")
  } else if (inherits(values, "POSIXt")) {
    type <- "timestamp"
    zone <- attr(as.POSIXct(values), "tzone")
    zone <- if (is.null(zone) || !nzchar(zone[1L])) Sys.timezone() else zone[1L]
    if (is.na(zone)) zone <- "UTC"
    counts <- round(as.numeric(as.POSIXct(values)) * 1e6)
    counts[missing] <- 0
    data <- write64(counts)
    more <- paste0(",\"timezone\":", json_quote(zone))
  } else if (inherits(values, "difftime")) {
    type <- "float64"
    data <- writeBin(as.numeric(values, units = "secs"), raw(), 8L, "little")
  } else if (is.logical(values)) {
    type <- "bool"
    data <- as.raw(ifelse(missing, FALSE, values))
  } else if (is.integer(values)) {
    type <- "int32"
    values[missing] <- 0L
    data <- writeBin(as.vector(values), raw(), 4L, "little")
  } else if (is.double(values)) {
    type <- "float64"
    missing <- missing & !is.nan(values)
    data <- writeBin(as.vector(values), raw(), 8L, "little")
  } else if (is.character(values)) {
    type <- "utf8"
    values <- clean_text(as.vector(values), state)
    values[missing] <- ""
    offsets <- write64(c(0, cumsum(as.numeric(nchar(values, "bytes")))))
    data <- charToRaw(paste(values, collapse = ""))
  } else {
    refuse(sprintf("column `%s` is of type `%s`; convert it to text or numbers", place, class(values)[1L]))
  }
  place_text <- function(bytes) json_write_list(json_write_numbers(add_buffer(state$body, bytes)))
  validity <- if (any(missing)) place_text(as.raw(!missing)) else "null"
  sprintf(
    "{\"name\":%s,\"type\":\"%s\",\"nulls\":%d,\"validity\":%s,\"offsets\":%s,\"data\":%s%s}",
    json_quote(name), type, if (type == "category") 0L else sum(missing), validity,
    if (is.null(offsets)) "null" else place_text(offsets), place_text(data), more
  )
}

write64 <- function(values) {
  high <- floor(values / two32)
  low <- values - high * two32
  words <- as.vector(rbind(low, high))
  large <- words >= 2^31
  words[large] <- words[large] - two32
  # R has no integer for -2^31, but its missing one has those very bits.
  words[words == -2^31] <- NA
  writeBin(as.integer(words), raw(), 4L, "little")
}
