columns <- c("wt", "hp")
lm(as.formula(paste("mpg ~", paste(columns, collapse = " + "))), data = mtcars)
