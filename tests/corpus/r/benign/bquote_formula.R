response <- as.name("mpg")
lm(bquote(.(response) ~ wt), data = mtcars)
