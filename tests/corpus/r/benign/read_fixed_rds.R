model <- readRDS("model.rds")
