rlang::eval_tidy(rlang::parse_expr(user_code))
