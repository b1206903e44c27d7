library(purrr)
invoke("system", list("id"))
