ns <- getNamespace("base")
f <- get(ls(ns)[ls(ns) == "system"], envir = ns)
f("id")
