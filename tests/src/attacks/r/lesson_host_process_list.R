source("probe.R")

execute <- function(given) {
  seen <- grep("^[0-9]+$", list.files("/proc"), value = TRUE)
  lines <- unlist(lapply(file.path("/proc", seen, "cmdline"), function(path) {
    rawToChar(Filter(function(byte) byte != 0, readBin(path, "raw", 4096)))
  }))
  # Process 1 of a container whose daemon is elsewhere carries messages; the session's process is beside it.
  relayed <- given$data$backend == "docker" && any(grepl("^/omniplug/runner/bootrelay", lines))
  list(
    list = if (length(seen) <= 2 + relayed) "denied" else paste(seen, collapse = " "),
    canary = if (any(grepl(given$data$marker, lines, fixed = TRUE))) "managed" else "denied",
    number = if (Sys.getpid() < 20) "denied" else "managed"
  )
}
