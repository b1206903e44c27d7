tools <- new.env()
tools[["run"]] <- system
tools$run("id")
