# eval(parse(text = x)) and system("id") must never be used here
process <- function(x) x + 1
