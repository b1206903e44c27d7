data(list = "iris", package = "datasets", envir = environment())
utils::data("mtcars")
