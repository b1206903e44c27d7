library(data.table)
dt <- data.table(a = 1:3)
dt[, b := a * 2][, lapply(.SD, sum)]
set(dt, j = "c", value = 0)
