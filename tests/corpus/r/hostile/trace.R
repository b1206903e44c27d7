trace("readline", tracer = quote(cat("seen")), print = FALSE)
