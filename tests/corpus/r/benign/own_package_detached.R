library(MASS)
detach("package:MASS", unload = TRUE)
