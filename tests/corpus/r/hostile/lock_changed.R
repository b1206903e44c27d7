unlockBinding("print", baseenv())
assign("print", function(x) system("id"), envir = baseenv())
