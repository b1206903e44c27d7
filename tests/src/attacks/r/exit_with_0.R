execute <- function(given) quit(status = 0)
