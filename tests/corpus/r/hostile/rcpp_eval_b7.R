Rcpp::evalCpp('system("id")')
