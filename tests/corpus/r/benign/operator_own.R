`%+%` <- function(a, b) paste0(a, b)
"a" %+% "b"
