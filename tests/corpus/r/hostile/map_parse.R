purrr::map(c("system('id')"), ~ eval(parse(text = .x)))
