f <- get("mean", mode = "function")
f(1:3)
