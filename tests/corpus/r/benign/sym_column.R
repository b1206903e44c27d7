column <- rlang::sym("mpg")
dplyr::filter(mtcars, !!column > 20)
