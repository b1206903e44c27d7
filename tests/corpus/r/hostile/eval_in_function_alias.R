run <- eval
run(parse(text = Sys.getenv("STEP")))
