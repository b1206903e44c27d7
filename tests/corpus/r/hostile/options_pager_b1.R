options(pager = function(...) system("id"))
help("mean")
