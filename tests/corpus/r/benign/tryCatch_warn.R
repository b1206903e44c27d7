safe_log <- function(x) {
  tryCatch(log(x), warning = function(w) {
    message("negative value: ", conditionMessage(w))
    NA_real_
  })
}
