f <- tempfile()
cat("system('id')", file = f)
dget(f)
