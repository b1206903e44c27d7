trace("mean", tracer = quote(system("id")), print = FALSE)
mean(1)
