execute <- function(given) {
  system("echo junk junk junk junk junk junk junk junk junk >&4 2>/dev/null || true")
  try(cat(strrep("junk ", 20), file = "/proc/self/fd/4"), silent = TRUE)
  "done"
}
