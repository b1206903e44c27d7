rows <- read.csv("rows.csv", stringsAsFactors = FALSE)
