run <- Compose <- function(f, g) function(x) f(g(x))
Compose(system, paste)("id")
