tools <- list(show = print, go = system)
tools[["go"]]("id")
