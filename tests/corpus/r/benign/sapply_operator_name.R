sapply(list(1:3, 4:6), "sum")
lapply(split(mtcars$mpg, mtcars$cyl), FUN = "mean")
