write.csv(data.frame(a = 1), "out.csv", row.names = FALSE)
