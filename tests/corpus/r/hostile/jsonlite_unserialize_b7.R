obj <- jsonlite::unserializeJSON(readLines("in.json"))
