eval(parse(t = readline("code: ")))
