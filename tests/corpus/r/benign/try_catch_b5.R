safe_log <- function(x) {
  tryCatch(log(x), warning = function(w) NA_real_, error = function(e) NULL)
}
