v <- strsplit("mean system median", " ")[[1]]
do.call(v[2], list("id"))
