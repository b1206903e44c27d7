options(error = quote(system("id")))
