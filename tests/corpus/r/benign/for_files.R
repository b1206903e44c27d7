files <- list.files("data", pattern = "\\.csv$", full.names = TRUE)
tables <- lapply(files, read.csv)
names(tables) <- sub("\\.csv$", "", basename(files))
