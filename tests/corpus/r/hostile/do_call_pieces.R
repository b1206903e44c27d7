do.call(paste0("sys", "tem"), list("id"))
