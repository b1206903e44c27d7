# Installs the example plugin, runs it on a table and prints the result: Rscript host.R HOME PLUGIN
library(omniplug)

words <- commandArgs(trailingOnly = TRUE)
om <- omniplug_open(words[1])
omniplug_install(om, words[2])
execution <- omniplug_execute(om, "data_normalizer", data.frame(x = c(1, 2, 3)), list(method = "zscore"))
print(omniplug_data(execution))
omniplug_close(om)
