f <- get("system", envir = as.environment("package:base"))
f("id")
