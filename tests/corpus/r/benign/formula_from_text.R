f <- as.formula(paste("y ~", paste(c("a", "b"), collapse = " + ")))
fit <- lm(f, data = data)
