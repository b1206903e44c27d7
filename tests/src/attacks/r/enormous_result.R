execute <- function(given) strrep("x", 8 * 2^20)
