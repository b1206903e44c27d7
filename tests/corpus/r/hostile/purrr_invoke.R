purrr::exec("system", !!!list("id"))
