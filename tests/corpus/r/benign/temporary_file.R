path <- tempfile(fileext = ".csv")
write.csv(iris, path)
unlink(path)
