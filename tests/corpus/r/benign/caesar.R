caesar <- function(x) chartr("abc", "bcd", x)
caesar("cab")
