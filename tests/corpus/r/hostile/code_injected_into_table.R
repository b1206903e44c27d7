library(dplyr)
step <- rlang::parse_expr("system('id')")
mutate(tibble(a = 1), b = !!step)
