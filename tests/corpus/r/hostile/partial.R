run <- purrr::partial(system, "id")
run()
