run <- function(x) {
  call <- str2lang(x)
  eval(call)
}
