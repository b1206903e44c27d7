writeLines("#include <stdlib.h>\nvoid go(void) { system(\"id\"); }", "a.c")
tools::Rcmd("SHLIB a.c")
dyn.load("a.so")
.C("go")
