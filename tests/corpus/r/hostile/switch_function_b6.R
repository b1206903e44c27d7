runner <- switch("b", a = print, b = system)
runner("id")
