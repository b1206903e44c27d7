work <- function(data) {
  path <- tempfile()
  on.exit(unlink(path))
  saveRDS(data, path)
  readRDS(path)
}
