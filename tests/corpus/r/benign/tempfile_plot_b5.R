out <- tempfile(fileext = ".png")
png(out); plot(mtcars$wt, mtcars$mpg); dev.off()
