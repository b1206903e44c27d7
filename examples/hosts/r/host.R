# Installs a plugin, runs it on a table and prints the result: `Rscript host.R <folder of a plugin>`.
library(omniplug)

source <- commandArgs(trailingOnly = TRUE)[1]
om <- omniplug_open(Sys.getenv("OMNIPLUG_HOME", tempfile("omniplug")))

installed <- omniplug_install(om, source)
table <- data.frame(sample = c("a", "b", "c"), size = c(1, 2, 3))
execution <- omniplug_execute(om, installed$plugin$name, table, parameters = list(method = "zscore"))

print(omniplug_data(execution))
omniplug_close(om)
