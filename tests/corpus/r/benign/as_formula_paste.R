f <- as.formula(paste("y ~", paste(c("a", "b"), collapse = " + ")))
lm(f, data = frame)
