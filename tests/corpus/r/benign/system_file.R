path <- system.file("extdata", "rows.csv", package = "stats")
rows <- read.csv(path)
