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
    mount = attempt(shell("mount -t tmpfs none /tmp")),
    remount = attempt(shell("mount -o remount,rw /")),
    umount = attempt(shell("umount /proc/kcore || umount /proc")),
    user = attempt(shell("unshare -U true")),
    mounts = attempt(shell("unshare -m true")),
    network = attempt(shell("unshare -rn true")),
    enter = attempt(shell("nsenter -t 1 -m true")),
    root = attempt(shell("chroot / true"))
  )
}
