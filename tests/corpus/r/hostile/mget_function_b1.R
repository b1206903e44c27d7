mget("system", envir = baseenv())[[1]]("id")
