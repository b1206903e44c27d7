f <- paste(c(outer("sys", "tem", paste0)), collapse = "")
get(f)("id")
