Vectorize(system)(c("id", "uname"))
