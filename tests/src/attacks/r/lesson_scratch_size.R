fill <- function(folder) {
  path <- file.path(folder, "fill")
  tryCatch(suppressWarnings({
    connection <- file(path, "wb", raw = TRUE)
    for (part in 1:100) writeBin(raw(2^20), connection)
    close(connection)
  }), error = function(e) NULL)
  file.size(path)
}

execute <- function(given) list(bytes = vapply(c("/tmp", "/plugin", "/dev/shm"), fill, 0, USE.NAMES = FALSE))
