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
  status <- readLines("/proc/self/status")
  list(
    own = attempt(shell("cp /usr/bin/id /tmp/id && chmod 4755 /tmp/id && /tmp/id -u")),
    su = attempt(shell("su -c id")),
    capabilities = if (any(grepl("^CapEff:\t0+$", status))) "denied" else "managed",
    filter = if (any(grepl("^Seccomp:\t2$", status))) "denied" else "managed"
  )
}
