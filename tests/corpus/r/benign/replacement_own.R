`first<-` <- function(x, value) {
  x[1] <- value
  x
}
a <- 1:3
first(a) <- 9L
