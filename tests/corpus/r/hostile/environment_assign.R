f <- function(x) x
environment(f) <- baseenv()
body(f) <- quote(system(x))
f("id")
