table <- data.table::fread("values.csv", sep = ",")
table[, .(mean = mean(x)), by = group]
