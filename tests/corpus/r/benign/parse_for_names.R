all.names(parse(text = "a + b", keep.source = FALSE)[[1]])
