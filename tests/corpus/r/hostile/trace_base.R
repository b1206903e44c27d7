trace("readRDS", tracer = quote(print(sys.calls())), print = FALSE, where = baseenv())
