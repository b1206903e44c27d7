args <- commandArgs(trailingOnly = TRUE)
input <- if (length(args) > 0) args[[1]] else "input.csv"
frame <- utils::read.csv(input)
