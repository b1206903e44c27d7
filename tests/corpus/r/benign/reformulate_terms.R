lm(reformulate(c("wt", "hp"), response = "mpg"), data = mtcars)
