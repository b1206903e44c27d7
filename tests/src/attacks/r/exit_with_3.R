execute <- function(given) quit(status = 3)
