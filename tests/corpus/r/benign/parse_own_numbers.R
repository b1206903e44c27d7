values <- type.convert(strsplit("1,2,3", ",")[[1]], as.is = TRUE)
sum(values)
