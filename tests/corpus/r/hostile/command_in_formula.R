model <- lm(as.formula("height ~ system('id', intern = TRUE)"), data = trees)
