source("probe.R")

execute <- function(given) {
  canary <- given$data$canary
  file.symlink(canary, "/plugin/link")
  ways <- c(canary, "/plugin/link", paste0("/proc/1/root", canary), paste0("/plugin/../..", canary))
  found <- lapply(ways, function(way) attempt(readLines(way)))
  names(found) <- ways
  folders <- c("/var", "/run", "/sys", "/boot", "/srv", "/mnt")
  # What a container shows there is its image's.
  if (given$data$backend == "docker") folders <- c("/boot", "/srv", "/mnt")
  for (folder in folders) found[[folder]] <- attempt(list.files(folder))
  found
}
