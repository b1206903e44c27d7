cands <- c("print", "system", "cat")
get(cands[which(nchar(cands) == 6)])("id")
