process <- function(parts) do.call("rbind", lapply(parts, as.data.frame))
