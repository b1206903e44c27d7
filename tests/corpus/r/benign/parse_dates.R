d <- as.Date(strptime(c("2024-01-02", "2024-03-04"), "%Y-%m-%d"))
format(d, "%B %Y")
