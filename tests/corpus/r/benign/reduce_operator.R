total <- Reduce(`+`, 1:10, accumulate = TRUE)
