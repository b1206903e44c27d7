`%run%` <- function(a, b) system(paste(a, b))
"ls" %run% "/"
