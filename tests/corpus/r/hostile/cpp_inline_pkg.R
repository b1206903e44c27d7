Rcpp::cppFunction('int f() { return system("id"); }')
