fill <- function(folder) {
  count <- 0
  while (count < 20000 && suppressWarnings(dir.create(file.path(folder, count)))) count <- count + 1
  count
}

execute <- function(given) list(files = vapply(c("/tmp", "/plugin", "/dev/shm"), fill, 0, USE.NAMES = FALSE))
