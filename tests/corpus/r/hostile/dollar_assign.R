tools <- new.env()
tools$go <- system
tools$go("id")
