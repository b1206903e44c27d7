.onUnload <- function(libpath) library.dynam.unload("plugin", libpath)
