eval(parse(text = "base::system('id')"), envir = globalenv())
