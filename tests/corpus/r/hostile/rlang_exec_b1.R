rlang::exec("system", "id")
