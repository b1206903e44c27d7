same <- digest::digest(file = "counts.csv", algo = "md5") == readLines("counts.md5")
