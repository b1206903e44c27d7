process <- function(parts) do.call(rbind, parts)
