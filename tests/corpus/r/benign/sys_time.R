t0 <- Sys.time()
x <- solve(matrix(rnorm(100), 10))
message("took ", round(difftime(Sys.time(), t0, units = "secs"), 2))
