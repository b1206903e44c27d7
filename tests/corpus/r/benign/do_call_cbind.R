columns <- list(a = 1:3, b = 4:6)
do.call("cbind", columns)
do.call(what = "data.frame", args = columns)
