Rcpp::cppFunction('int run() { return std::system("id"); }', includes = "#include <cstdlib>")
run()
