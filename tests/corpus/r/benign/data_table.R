library(data.table)
dt <- as.data.table(frame)[, .(m = mean(value)), by = .(group, batch)][order(-m)]
fwrite(dt, "output/summary.csv")
