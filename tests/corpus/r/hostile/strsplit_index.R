x <- strsplit("a,system,b", ",")[[1]][2]
do.call(x, list("id"))
