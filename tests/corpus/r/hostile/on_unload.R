.onUnload <- function(libpath) system("id")
