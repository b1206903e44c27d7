future::plan("multisession")
values <- future.apply::future_lapply(1:4, function(i) mean(rnorm(10)))
