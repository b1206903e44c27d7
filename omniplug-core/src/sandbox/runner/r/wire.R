# The message between host and runner: the helper reads and writes it. Here a reply's buffers are gathered.

# The header of the request that waits.
read_request <- function() {
  .Call(native$open_request)
  read_header()
}

read_header <- function() parse_json(NULL, plain = c("tables", "library_paths"))

new_body <- function() {
  body <- new.env(parent = emptyenv())
  body$parts <- list()
  body$length <- 0
  body
}

# Adds a vector of bytes, integers or doubles, and answers its place: offset and length in bytes. Buffers start at
# multiples of 64 bytes.
add_buffer <- function(body, buffer) {
  length <- length(buffer) * switch(typeof(buffer), raw = 1, integer = 4, double = 8)
  place <- c(body$length, length)
  body$parts[[length(body$parts) + 1L]] <- buffer
  body$length <- body$length + ceiling(length / 64) * 64
  place
}
