process <- function(frames) Reduce(function(a, b) merge(a, b, by = "id"), frames)
