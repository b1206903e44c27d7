number <- function(text) {
  parsed <- tryCatch(as.numeric(text), warning = function(w) NA_real_)
  if (is.na(parsed)) stop("`", text, "` is no number")
  parsed
}
