execute <- function(given) {
  left <- c(list.files("/tmp"), list.files("/dev/shm"), list.files("/plugin"))
  # The folder for R's own temporary files is there in every execution.
  left <- left[!grepl("^Rtmp", left)]
  if (identical(left, "main.R") && length(list.files(tempdir())) == 0) "nothing is left" else paste(left, collapse = " ")
}
