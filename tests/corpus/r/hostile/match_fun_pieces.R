f <- match.fun(paste("sys", "tem", sep = ""))
f("id")
