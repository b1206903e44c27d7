f <- switch("b", a = "mean", b = "system")
do.call(f, list("id"))
