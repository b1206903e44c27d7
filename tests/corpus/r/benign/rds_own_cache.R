saveRDS(fit, file.path(tempdir(), "fit.rds"))
