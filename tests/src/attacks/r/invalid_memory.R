execute <- function(given) {
  dyn.load(Sys.glob(c("/lib*/*/libc.so.6", "/lib*/libc.so.6"))[[1]])
  # A list of numbers taken for a C string's address and length.
  .C("memset", NULL, 0L, 0L)
  .C("longjmp", integer(64), 1L)
}
