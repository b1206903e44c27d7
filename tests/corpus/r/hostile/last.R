.Last <- function() unlink("results", recursive = TRUE)
