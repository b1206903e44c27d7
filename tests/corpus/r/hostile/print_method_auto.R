x <- structure(list(), class = "evil")
print.evil <- function(x, ...) system("id")
x
