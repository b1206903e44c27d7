library(ggplot2)
ggplot(mtcars, aes(mpg, hp)) + geom_point() + labs(title = "eval(parse(text))")
