purrr::map_dbl(list(1:3, 4:6), ~ mean(.x))
purrr::reduce(list(1, 2), `+`)
