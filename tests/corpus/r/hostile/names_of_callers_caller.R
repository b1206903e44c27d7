look_around <- function() mget(ls(parent.frame(3)), envir = parent.frame(3))
