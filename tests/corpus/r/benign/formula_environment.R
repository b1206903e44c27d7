f <- y ~ x
environment(f) <- new.env()
terms(f)
