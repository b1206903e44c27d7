clean_names <- function(x) {
  x <- gsub("[^[:alnum:]]+", "_", tolower(x))
  sub("_+$", "", sub("^_+", "", x))
}
