url <- "https://zenodo.org/records/1/files/data.csv"
path <- tempfile(fileext = ".csv")
utils::download.file(url, path, quiet = TRUE)
read.csv(path)
