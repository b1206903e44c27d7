execute <- function(given) repeat Sys.sleep(60)
