options(warning.expression = quote(system("id")))
