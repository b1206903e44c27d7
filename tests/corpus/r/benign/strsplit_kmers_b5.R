kmers <- function(s, k) substring(s, 1:(nchar(s) - k + 1), k:nchar(s))
table(kmers("ACGTACGT", 3))
