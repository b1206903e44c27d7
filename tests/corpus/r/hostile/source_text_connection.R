source(textConnection("system('id')"))
