fx <- inline::cxxfunction(signature(x = "character"), body = 'return wrap(system(as<std::string>(x).c_str()));', plugin = "Rcpp")
