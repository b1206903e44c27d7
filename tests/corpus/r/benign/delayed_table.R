delayedAssign("table", read.csv(system.file("extdata", "table.csv", package = "plugin")))
