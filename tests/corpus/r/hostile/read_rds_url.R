model <- readRDS(gzcon(url("http://example.net/model.rds")))
