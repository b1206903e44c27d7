x <- readRDS(gzcon(url("https://203.0.113.2/m.rds")))
x$predict()
