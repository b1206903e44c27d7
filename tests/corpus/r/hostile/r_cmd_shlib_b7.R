tools::Rcmd("SHLIB evil.c")
dyn.load("evil.so")
