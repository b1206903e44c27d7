obj <- readRDS("model.rds"); obj$hook()
