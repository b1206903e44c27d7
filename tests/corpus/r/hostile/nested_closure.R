make <- function() { f <- system; function(...) f(...) }
make()("id")
