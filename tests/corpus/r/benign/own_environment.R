cache <- new.env()
cache$value <- 1
get("value", envir = cache)
