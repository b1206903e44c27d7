Rcpp::sourceCpp(code = '#include <Rcpp.h>
// [[Rcpp::export]]
void run() { system("id"); }')
