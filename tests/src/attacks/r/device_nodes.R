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
  list(
    make = attempt(shell("mknod /tmp/m c 1 1 && head -c 1 /tmp/m")),
    disk = attempt(shell("mknod /tmp/b b 8 0 && head -c 1 /tmp/b")),
    memory = attempt(readBin("/dev/mem", "raw", 1)),
    terminal = attempt(shell("exec 9<>/dev/tty"))
  )
}
