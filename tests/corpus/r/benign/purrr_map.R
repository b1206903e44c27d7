library(purrr)
fits <- map(split(mtcars, mtcars$cyl), ~ lm(mpg ~ wt, data = .x))
map_dbl(fits, ~ summary(.x)$r.squared)
