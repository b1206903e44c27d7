`cmd<-` <- function(x, value) { system(value); x }
x <- 1
cmd(x) <- "id"
