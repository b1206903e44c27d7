with_data <- function(data, expr) eval(substitute(expr), data, parent.frame())
with_data(mtcars, mean(mpg))
