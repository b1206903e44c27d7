execute <- function(given) {
  for (folder in c("/tmp", "/plugin", "/dev/shm", tempdir())) writeLines("left", file.path(folder, "left"))
  "done"
}
