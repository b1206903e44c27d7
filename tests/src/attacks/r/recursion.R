execute <- function(given) execute(given)
