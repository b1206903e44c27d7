get(paste0("sys", "tem"), envir = baseenv())("id")
