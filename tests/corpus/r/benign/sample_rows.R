set.seed(1)
training <- mtcars[sample(nrow(mtcars), 20), ]
