f <- function(n) if (n == 0) system("id") else Recall(n - 1)
f(2)
