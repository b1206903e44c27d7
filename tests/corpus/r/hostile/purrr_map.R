purrr::map("id", system)
