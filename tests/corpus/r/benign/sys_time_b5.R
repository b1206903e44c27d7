stamp <- function() format(Sys.time(), "%Y-%m-%d")
day <- Sys.Date()
