numeric_columns <- names(frame)[sapply(frame, is.numeric)]
scaled <- as.data.frame(lapply(frame[numeric_columns], scale))
