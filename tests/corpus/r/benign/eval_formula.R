model_call <- call("lm", quote(mpg ~ wt), data = quote(mtcars))
fit <- eval(model_call)
