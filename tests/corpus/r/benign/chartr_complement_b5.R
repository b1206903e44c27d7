complement <- function(s) chartr("ACGT", "TGCA", s)
