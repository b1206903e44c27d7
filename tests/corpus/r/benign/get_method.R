summary_of <- function(object) {
  method <- getS3method("summary", class(object)[1], optional = TRUE)
  if (is.null(method)) summary(object) else method(object)
}
