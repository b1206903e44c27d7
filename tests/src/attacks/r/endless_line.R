execute <- function(given) repeat cat(strrep("x", 60000))
