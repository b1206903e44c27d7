f <- function(x) {
  g <- sys.function()
  body(g) <- quote(system(x))
  g(x)
}
f("id")
