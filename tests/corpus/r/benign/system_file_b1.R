path <- system.file("extdata", "example.csv", package = "stats4")
elapsed <- system.time(for (i in 1:10) sort(runif(1000)))
