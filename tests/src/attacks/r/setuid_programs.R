source("probe.R")

execute <- function(given) {
  status <- readLines("/proc/self/status")
  list(
    own = attempt(shell("cp /usr/bin/id /tmp/id && chmod 4755 /tmp/id && /tmp/id -u")),
    su = attempt(shell("su -c id")),
    capabilities = if (any(grepl("^CapEff:\t0+$", status))) "denied" else "managed",
    filter = if (any(grepl("^Seccomp:\t2$", status))) "denied" else "managed"
  )
}
