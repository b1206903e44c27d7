con <- pipe("id; uname -a")
readLines(con)
