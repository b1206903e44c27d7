x <- readRDS(gzcon(url("https://example.org/x.rds")))
