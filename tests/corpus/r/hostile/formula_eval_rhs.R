fo <- ~ system("id")
eval(fo[[2]])
