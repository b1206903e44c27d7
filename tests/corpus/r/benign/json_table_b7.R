rows <- jsonlite::fromJSON(readLines("rows.json"))
mean(rows$value)
