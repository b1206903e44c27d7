# Writes the data sets `iris` and `mtcars`, which come with R, beside this file: `Rscript export.R`.
write.csv(iris, "iris.csv", row.names = FALSE, quote = FALSE)
write.csv(cbind(model = rownames(mtcars), mtcars), "mtcars.csv", row.names = FALSE, quote = FALSE)
