execute <- function(given) {
  for (number in 1:10) parallel::mcparallel(repeat NULL)
  repeat NULL
}
