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
  canary <- given$data$canary
  file.symlink(canary, "/plugin/link")
  ways <- c(canary, "/plugin/link", paste0("/proc/1/root", canary), paste0("/plugin/../..", canary))
  found <- lapply(ways, function(way) attempt(readLines(way)))
  names(found) <- ways
  for (folder in c("/var", "/run", "/sys", "/boot", "/srv", "/mnt")) found[[folder]] <- attempt(list.files(folder))
  found
}
