print.thing <- function(x, ...) system(x$command)
structure(list(command = "id"), class = "thing")
