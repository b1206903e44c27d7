loosen <- function() utils::assignInMyNamespace("check_input", function(...) TRUE)
