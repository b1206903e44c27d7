ids <- function(x) regmatches(x, regexpr("[A-Z]{2}[0-9]+", x))
x <- gsub("system", "organ", "nervous system")
