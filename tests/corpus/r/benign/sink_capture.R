out <- capture.output(print(summary(iris)))
writeLines(out, tempfile())
