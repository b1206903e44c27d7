path <- system.file("extdata", "counts.csv", package = "mypkg")
counts <- read.csv(path)
