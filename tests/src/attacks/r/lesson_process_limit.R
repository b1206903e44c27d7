execute <- function(given) {
  count <- system2("/bin/sh", c("-c", shQuote("for i in $(seq 300); do sleep 600 & done 2>/dev/null")))
  running <- length(grep("^[0-9]+$", list.files("/proc")))
  list(count = running)
}
