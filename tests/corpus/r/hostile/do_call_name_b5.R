f <- paste0("sys", "tem")
do.call(f, list("id"))
