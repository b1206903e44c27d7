execute <- function(data) {
  Sys.sleep(6 * 3600)
  data
}
