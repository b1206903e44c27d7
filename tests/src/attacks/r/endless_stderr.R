execute <- function(given) repeat message(strrep("noise\n", 1000))
