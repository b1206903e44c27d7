rlang::eval_tidy(rlang::parse_expr(Sys.getenv("EXPR")))
