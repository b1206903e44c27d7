library(parallel)
res <- mclapply(seq_len(4), function(i) mean(rnorm(1000)), mc.cores = 2)
