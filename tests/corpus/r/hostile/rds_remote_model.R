m <- readRDS(url("http://203.0.113.1/m.rds", "rb"))
