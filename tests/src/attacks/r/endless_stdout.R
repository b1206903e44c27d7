execute <- function(given) repeat cat(strrep("noise\n", 1000))
