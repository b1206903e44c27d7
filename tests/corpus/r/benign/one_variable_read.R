threads <- as.integer(Sys.getenv("OMP_NUM_THREADS", "1"))
