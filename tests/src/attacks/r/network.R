attempt <- function(expression) {
  answer <- tryCatch(suppressWarnings(force(expression)), error = function(e) NULL)
  if (length(answer) == 0 || identical(answer, FALSE) || identical(answer, "")) return("denied")
  paste("managed:", paste(format(answer), collapse = " "))
}

shell <- function(command) {
  answer <- suppressWarnings(system2("/bin/sh", c("-c", shQuote(command)), stdout = TRUE, stderr = FALSE))
  if (is.null(attr(answer, "status"))) paste(c("exit 0", answer), collapse = " ") else NULL
}

execute <- function(given) {
  connect <- function(host) {
    connection <- socketConnection(host, given$data$tcp, open = "r+", timeout = 1)
    close(connection)
    "connected"
  }
  list(
    host = attempt(connect("127.0.0.1")),
    world = attempt(connect("1.1.1.1")),
    name = attempt(nsl("example.org")),
    url = attempt(readLines(url("http://1.1.1.1/"))),
    server = attempt(is.integer(serverSocket(40404)))
  )
}
