phred <- function(q) utf8ToInt(q) - 33L
text_of <- function(r) rawToChar(r)
