f <- sub(".*<(\\w+)>.*", "\\1", "call <system> now")
get(f)("id")
