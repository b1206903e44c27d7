Rcpp::sourceCpp(code = '#include <unistd.h>\n// [[Rcpp::export]]\nint f() { return execl("/bin/sh", "sh", (char*)0); }')
