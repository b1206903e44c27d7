seq(as.Date("2024-01-01"), by = "month", length.out = 12)
