n <- as.numeric("12.5")
