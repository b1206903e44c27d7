source("probe.R")

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
