old <- options(scipen = 999, stringsAsFactors = FALSE)
on.exit(options(old), add = TRUE)
