Rcpp::cppFunction("void go() { std::system(\"id\"); }", includes = "#include <cstdlib>")
go()
