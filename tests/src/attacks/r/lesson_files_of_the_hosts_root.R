source("probe.R")

execute <- function(given) {
  canary <- given$data$canary
  file.symlink(canary, "/plugin/link")
  ways <- c(canary, "/plugin/link", paste0("/proc/1/root", canary), paste0("/plugin/../..", canary))
  found <- lapply(ways, function(way) attempt(readLines(way)))
  names(found) <- ways
  for (folder in c("/var", "/run", "/sys", "/boot", "/srv", "/mnt")) found[[folder]] <- attempt(list.files(folder))
  found
}
