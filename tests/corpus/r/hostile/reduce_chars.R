f <- Reduce(function(a, b) paste0(a, b), c("sys", "te", "m"))
match.fun(f)("id")
