do.call(Sys.getenv("STEP"), list())
