s <- paste(rev(strsplit(")'di'(metsys", "")[[1]]), collapse = "")
eval(str2expression(s))
