execute <- function(given) {
  dyn.load(Sys.glob(c("/lib*/*/libc.so.6", "/lib*/libc.so.6"))[[1]])
  .C("abort")
}
