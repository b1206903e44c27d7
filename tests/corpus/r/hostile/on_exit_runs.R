f <- function() {
  on.exit(system("id"))
  1
}
f()
