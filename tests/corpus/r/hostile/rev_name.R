do.call(paste(rev(strsplit("metsys", "")[[1]]), collapse = ""), list("id"))
