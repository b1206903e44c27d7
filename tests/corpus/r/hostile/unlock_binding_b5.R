unlockBinding("sum", baseenv())
assign("sum", function(...) 42, envir = baseenv())
lockBinding("sum", baseenv())
