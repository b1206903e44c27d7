f <- switch("a", a = system)
f("id")
