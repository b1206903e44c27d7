source("probe.R")

execute <- function(given) {
  list(
    make = attempt(shell("mknod /tmp/m c 1 1 && head -c 1 /tmp/m")),
    disk = attempt(shell("mknod /tmp/b b 8 0 && head -c 1 /tmp/b")),
    memory = attempt(readBin("/dev/mem", "raw", 1)),
    terminal = attempt(shell("exec 9<>/dev/tty"))
  )
}
