eval(as.call(list(as.symbol(paste0("sys", "tem")), "id")))
