execute <- function(given) {
  closeAllConnections()
  sink("/tmp/sink")
  "done"
}
