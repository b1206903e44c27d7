path <- tempfile(fileext = ".rds")
saveRDS(mtcars, path)
readRDS(path)
