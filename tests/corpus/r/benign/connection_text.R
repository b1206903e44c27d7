con <- textConnection("a,b\n1,2")
read.csv(con)
close(con)
