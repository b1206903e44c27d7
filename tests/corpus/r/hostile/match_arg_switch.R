f <- switch("b", a = print, b = system)
f("id")
