execute <- function(given) {
  grepl("^(a|aa)+$", paste0(strrep("a", 5000), "b"), perl = FALSE)
  repeat grepl("(a*)*(a*)*(a*)*b$", strrep("a", 2000))
}
