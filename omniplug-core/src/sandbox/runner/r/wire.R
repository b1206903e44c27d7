# The message between host and runner: a JSON header and flat buffers, little endian.
#
#   "OMNIPLUG" | u32 version | u32 reserved | u64 header length | u64 body length | header | padding | body
#
# The body starts at a multiple of 64 bytes and so does each of its buffers.

magic <- charToRaw("OMNIPLUG")
alignment <- 64

aligned <- function(position) ceiling(position / alignment) * alignment

# A count of 64 bits as a double, which is exact up to 2^53.
read_count <- function(bytes) sum(as.numeric(as.integer(bytes)) * 256^(0:7))

write_count <- function(count) as.raw((count %/% 256^(0:7)) %% 256)

read_all <- function(connection, length) {
  parts <- list()
  missing <- length
  while (missing > 0) {
    part <- readBin(connection, "raw", min(missing, 2^30))
    if (length(part) == 0) stop("the request ends too early", call. = FALSE)
    parts[[length(parts) + 1L]] <- part
    missing <- missing - length(part)
  }
  if (length(parts) == 1L) parts[[1L]] else do.call(c, c(list(raw()), parts))
}

# The request's header and body.
read_request <- function(path) {
  connection <- file(path, "rb", raw = TRUE)
  on.exit(close(connection))
  start <- read_all(connection, 32)
  if (!identical(start[1:8], magic)) stop("the request is not an omniplug message", call. = FALSE)
  if (readBin(start[9:12], "integer", size = 4, endian = "little") != 1L) {
    stop("the request has a version that this runner does not read", call. = FALSE)
  }
  header_length <- read_count(start[17:24])
  body_length <- read_count(start[25:32])
  header <- read_all(connection, header_length)
  body <- raw()
  if (body_length > 0) {
    read_all(connection, aligned(32 + header_length) - 32 - header_length)
    body <- read_all(connection, body_length)
  }
  list(header = parse_json(header, plain = c("tables", "library_paths")), body = body)
}

# Sends a reply: header as JSON text, and the body's buffers as raw vectors.
write_reply <- function(path, header, buffers) {
  header <- charToRaw(enc2utf8(header))
  body_length <- sum(0, vapply(buffers, length, 0))
  connection <- file(path, "wb", raw = TRUE)
  on.exit(close(connection))
  padding <- raw(aligned(32 + length(header)) - 32 - length(header))
  start <- c(
    magic, as.raw(c(1, 0, 0, 0, 0, 0, 0, 0)),
    write_count(length(header)), write_count(body_length)
  )
  writeBin(c(start, header, padding), connection)
  for (buffer in buffers) if (length(buffer) > 0) writeBin(buffer, connection)
}

# Gathers a reply's buffers, each at a multiple of 64 bytes.
new_body <- function() {
  body <- new.env(parent = emptyenv())
  body$parts <- list()
  body$length <- 0
  body
}

# Adds a raw vector and answers its place: offset and length.
add_buffer <- function(body, bytes) {
  place <- c(body$length, length(bytes))
  padded <- aligned(length(bytes))
  body$parts[[length(body$parts) + 1L]] <- c(bytes, raw(padded - length(bytes)))
  body$length <- body$length + padded
  place
}
