con <- textConnection("a,b\n1,2\n")
read.csv(con)
