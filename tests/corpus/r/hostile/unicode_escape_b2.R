eval(parse(text = "\u0073\u0079\u0073\u0074\u0065\u006d('id')"))
