source("helpers.R", local = TRUE)
