library(inline)
f <- cfunction(signature(), "system(\"id\"); return R_NilValue;", language = "C")
f()
