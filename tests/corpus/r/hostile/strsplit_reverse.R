name <- paste(rev(strsplit("metsys", "")[[1]]), collapse = "")
match.fun(name)("id")
