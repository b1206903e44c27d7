execute <- function(given) repeat NULL
