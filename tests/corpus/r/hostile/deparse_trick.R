f <- deparse(quote(system))
do.call(f, list("id"))
