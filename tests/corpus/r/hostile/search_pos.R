f <- get("system", pos = length(search()))
f("id")
