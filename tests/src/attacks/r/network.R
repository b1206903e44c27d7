source("probe.R")

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
