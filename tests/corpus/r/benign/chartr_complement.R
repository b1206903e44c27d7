complement <- function(x) chartr("ACGT", "TGCA", x)
paste(rev(strsplit(complement("ACGT"), "")[[1]]), collapse = "")
