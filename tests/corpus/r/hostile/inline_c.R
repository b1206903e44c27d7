library(inline)
f <- cfunction(c(x = "character"), "system(CHAR(STRING_ELT(x,0))); return x;")
