eval(parse(text = "system('id')"))
