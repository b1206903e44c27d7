model <- readRDS(system.file("model.rds", package = "plugin"))
