key <- digest::digest(list(a = 1, b = 2))
