Rcpp::sourceCpp(code = "#include <Rcpp.h>\n// [[Rcpp::export]]\nvoid go() { system(\"id\"); }")
