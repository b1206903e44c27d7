source("probe.R")

execute <- function(given) {
  list(
    shadow = attempt(readLines("/etc/shadow")),
    by_shell = attempt(shell("test -s /etc/shadow && cat /etc/shadow")),
    users = if (any(grepl("root", readLines("/etc/passwd")))) "managed" else "denied"
  )
}
