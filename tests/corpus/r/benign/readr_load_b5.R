library(readr)
load_counts <- function(path) read_csv(path, show_col_types = FALSE)
