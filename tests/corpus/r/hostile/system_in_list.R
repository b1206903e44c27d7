tools <- list(run = system, show = print)
tools$run("id")
