for (name in c("a", "b")) assign(name, nchar(name))
get("a")
