source("probe.R")

execute <- function(given) {
  paths <- c("/x", "/etc/x", "/usr/x", "/omniplug/x", "/omniplug/release/x", "/omniplug/runner/main.R",
             "/omniplug/release/main.R", "/plugin/main.R", paste0(given$data$canary, "x"), given$data$canary,
             "/proc/sys/kernel/core_pattern", file.path(R.home(), "x"))
  found <- lapply(paths, function(path) attempt({ writeLines("x", path); TRUE }))
  names(found) <- paths
  found$remove <- attempt(file.remove("/omniplug/release/main.R"))
  found$mode <- attempt(Sys.chmod("/omniplug/release/main.R", "4777") && (file.info("/omniplug/release/main.R")$mode == as.octmode("4777")))
  found
}
