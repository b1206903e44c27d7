f <- getFromNamespace("system", "base")
f("whoami")
