g <- function() system("id")
eval(body(g))
