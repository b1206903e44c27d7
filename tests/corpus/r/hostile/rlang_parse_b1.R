rlang::eval_tidy(rlang::parse_expr("system('id')"))
