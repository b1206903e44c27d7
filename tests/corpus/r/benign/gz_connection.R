connection <- gzfile("table.csv.gz")
read.csv(connection)
