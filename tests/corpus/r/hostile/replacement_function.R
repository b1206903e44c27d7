`go<-` <- function(x, value) {
  system(value)
  x
}
a <- 1
go(a) <- "id"
